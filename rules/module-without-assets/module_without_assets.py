"""A module under asset_modules in which no asset is."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, ModuleFile, Problem, Project, may_make_assets, modules_of_package, slips, taken_by

_MOST = 3
"""No message names more modules."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such module; none where something of it is not known or reported otherwise."""
    for module in project.catalog.modules:
        facts, found = module.facts, module.found
        if facts is None or not isinstance(found, ModuleFile) or not (found.is_source or found.is_folder):
            continue
        if facts.assets or facts.unknowns or facts.syntax_error or facts.lost or facts.refusals or taken_by(found):
            continue
        if found.is_source and (
            may_make_assets(found, project.files.reader) or any(slips(found, project.files.reader))
        ):
            continue
        below = modules_of_package(project, module.name, found) if found.is_package else []
        names = ", ".join(f'"{name}"' for name in below[:_MOST]) + (", …" if len(below) > _MOST else "")
        if below:
            way_out = f"Dagster does not look into a package, so list {names}"
        else:
            way_out = "remove it, or name the module that is meant"
        yield Problem(At(module.route), f'asset module "{module.name}" defines no asset; {way_out}')
