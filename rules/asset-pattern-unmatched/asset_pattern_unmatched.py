"""A pattern under orchestration.assets matches no asset."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.nearest import nearest
from floe_lint.problem import At, Problem
from floe_lint.project.patterns import matches
from floe_lint.project.project import Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each pattern without a match; none where assets may be unknown."""
    if not project.catalog.complete:
        return
    assets = project.catalog.materializable
    for pattern in project.declarations.patterns:
        if not any(matches(pattern.pattern, asset.key) for asset in assets):
            yield Problem(
                At(pattern.route, key=True),
                f'asset pattern "{pattern.pattern}" matches no asset{_way_out(pattern.pattern, project)}',
            )


def _way_out(pattern: str, project: Project) -> str:
    """The pattern that was probably meant: its fixed beginning is near that of some asset."""
    keys = [asset.key for asset in project.catalog.materializable]
    stem = pattern.rstrip("*")
    if stem == pattern or "*" in stem:
        near = nearest(pattern, keys)
        return f'; did you mean "{near}"?' if near else ""
    starts = {key[: key.rindex("_") + 1] for key in keys if "_" in key} | {
        key[: key.index("_") + 1] for key in keys if "_" in key
    }
    near = nearest(stem, starts)
    return f'; did you mean "{near}*"?' if near else ""
