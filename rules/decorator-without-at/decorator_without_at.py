"""A decorator of Dagster that stands above a function without its "@"."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import ModuleFile, Problem, Project, slips


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such decorator in a listed module."""
    for module in project.catalog.modules:
        for slip in slips(module.found, project.files.reader) if isinstance(module.found, ModuleFile) else ():
            if slip.kind == "decorator":
                yield Problem(
                    slip.place,
                    f'"{slip.text}" stands above "{slip.of}" without "@", so that this is no asset; '
                    f'write "@{slip.text}"',
                )
