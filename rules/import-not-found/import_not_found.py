"""An asset module imports from the project what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each module that is nowhere and each name that a module does not define."""
    for one in project.loaded_modules.broken_imports():
        if one.name is None:
            what = f'"{one.module}", which was not found'
            other = f'there is no "{one.module.replace(".", "/")}.py"'
        else:
            what = f'"{one.name}" from "{one.module}", which does not define it'
            other = "define it there, or import it from where it is"
        way_out = f'did you mean "{one.near}"?' if one.near else other
        yield Problem(one.place, f'module "{one.importer}" imports {what}; {way_out}')
