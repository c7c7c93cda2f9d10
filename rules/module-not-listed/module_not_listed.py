"""A module with assets lies beside the listed ones and is not listed."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, unlisted_modules


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such module, at the listed one that it lies beside."""
    for module, name, asset in unlisted_modules(project):
        yield Problem(
            At(module.route),
            f'module "{name}" lies beside "{module.name}" and defines assets, such as "{asset}", but is not listed; '
            "list it if they are to be loaded",
        )
