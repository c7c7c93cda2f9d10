"""A pattern under orchestration.assets matches no asset."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import PROVISIONAL, At, Fix, Problem, Project, Replace, matches, nearest, promised_keys


def check(project: Project) -> Iterator[Problem]:
    """One problem for each pattern without a match; none where assets may be unknown."""
    complete = project.catalog.complete
    promised = frozenset[str]() if complete else promised_keys(project)
    if promised is None:
        return
    keys = [*(asset.key for asset in project.catalog.materializable), *sorted(promised)]
    for pattern in project.declarations.patterns:
        if not any(matches(pattern.name, key) for key in keys):
            at = At(pattern.route, key=True)
            near = _near(pattern.name, keys)
            way_out = f'; did you mean "{near}"?' if near else ""
            # What it configures would change, so it has to be asked for.
            fix = Fix(f'Write "{near}"', (Replace(at, pattern.name, near),)) if near else None
            yield Problem(
                at,
                f'asset pattern "{pattern.name}" matches no asset{way_out}',
                help=None if complete else PROVISIONAL,
                fix=fix,
            )


def _near(pattern: str, keys: list[str]) -> str | None:
    """The pattern that was probably meant: its fixed beginning is near that of some asset."""
    stem = pattern.rstrip("*")
    if stem == pattern or "*" in stem:
        return nearest(pattern, keys)
    starts = {key[: key.rindex("_") + 1] for key in keys if "_" in key} | {
        key[: key.index("_") + 1] for key in keys if "_" in key
    }
    near = nearest(stem, starts)
    return f"{near}*" if near else None
