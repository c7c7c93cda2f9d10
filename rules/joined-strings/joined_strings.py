"""Strings of a list that Python joins, since there is no comma between them."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import ModuleFile, Problem, Project, slips


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such item in a listed module."""
    for module in project.catalog.modules:
        for slip in slips(module.found, project.files.reader) if isinstance(module.found, ModuleFile) else ():
            if slip.kind == "strings":
                written = ", ".join(f'"{part}"' for part in slip.parts)
                yield Problem(
                    slip.place,
                    f'an item of "{slip.of}" is "{slip.text}", since no comma stands between its parts; '
                    f"write {written}",
                )
