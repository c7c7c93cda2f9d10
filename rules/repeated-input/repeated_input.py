"""Two arguments of an asset's function take the value of one asset."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each argument that takes what an earlier one takes."""
    seen = set()
    for asset in project.catalog.assets:
        for dep in asset.deps:
            if dep.repeats is None or dep.place is None or dep.place in seen:
                continue
            # The assets of one function share its arguments.
            seen.add(dep.place)
            first, second = dep.repeats
            yield Problem(
                dep.place,
                f'asset "{asset.key}" takes "{dep.key}" twice, as "{first}" and as "{second}"; '
                "Dagster gives an asset to one argument only, keep one of them",
            )
