"""An asset module is not there."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, ModuleFile, Problem, Project, spelling


def check(project: Project) -> Iterator[Problem]:
    """One problem for each module that is nowhere."""
    for module in project.catalog.modules:
        if not isinstance(module.found, ModuleFile):
            near = module.found.nearest
            file = module.name.lstrip(".").replace(".", "/") + ".py"
            way_out = f'did you mean "{near}"?' if near else f'there is no "{file}"'
            at = At(module.route)
            yield Problem(
                at,
                f'asset module "{module.name}" was not found; {way_out}',
                help="modules are looked for from the folder of floe.yaml, its parents up to pyproject.toml or "
                ".git, and src/ under each",
                fix=spelling(at, module.name, near),
            )
