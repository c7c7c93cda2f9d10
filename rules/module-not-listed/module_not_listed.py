"""A module with assets lies beside the listed ones and is not listed."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, Route, unlisted_modules

_MOST = 3
"""No message names more modules."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each folder with such modules, at a listed one in it."""
    beside: dict[Route, tuple[str, dict[str, str]]] = {}
    for module, name, asset in unlisted_modules(project):
        beside.setdefault(module.route, (module.name, {}))[1][name] = asset
    for route, (listed, found) in beside.items():
        names = [f'"{name}"' for name in found]
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        shown = ", ".join(names[:_MOST]) + more
        if len(names) == 1:
            asset = next(iter(found.values()))
            message = f'module {shown} lies beside "{listed}" and defines assets, such as "{asset}", but is not listed'
            yield Problem(At(route), f"{message}; list it if they are to be loaded")
        else:
            message = f'modules {shown} lie beside "{listed}" and define assets, but are not listed'
            yield Problem(At(route), f"{message}; list those that are to be loaded")
