"""An asset module is listed twice."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, ModuleFile, Problem, Project, Related, Route


def check(project: Project) -> Iterator[Problem]:
    """One problem for each item that names a module again."""
    first: dict[str, tuple[str, Route]] = {}
    for module in project.catalog.modules:
        if not isinstance(module.found, ModuleFile):
            continue
        known = first.setdefault(module.found.path, (module.name, module.route))
        if known[1] != module.route:
            name = "" if known[0] == module.name else f', as "{known[0]}"'
            yield Problem(
                At(module.route),
                f'asset module "{module.name}" is listed already{name}; remove it, or name the one that is meant',
                related=(Related(At(known[1]), "listed here first"),),
            )
