"""An asset module imports from the project what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import ModuleFile, Problem, Project, broken_imports


def check(project: Project) -> Iterator[Problem]:
    """One problem for each module that is nowhere and each name that a module does not define."""
    modules = [module.found for module in project.catalog.modules if isinstance(module.found, ModuleFile)]
    for one in broken_imports(modules, project.files.reader):
        if one.name is None:
            what = f'"{one.module}", which was not found'
            other = f'there is no "{one.module.replace(".", "/")}.py"'
        else:
            what = f'"{one.name}" from "{one.module}", which does not define it'
            other = "define it there, or import it from where it is"
        way_out = f'did you mean "{one.near}"?' if one.near else other
        yield Problem(one.place, f'module "{one.importer}" imports {what}; {way_out}')
