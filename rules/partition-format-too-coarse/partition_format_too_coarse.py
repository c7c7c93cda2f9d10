"""The format of a time window gives several partitions one key."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Dimension, Fix, Problem, Project, Replace, owner


def check(project: Project) -> Iterator[Problem]:
    """One problem for each ``fmt`` that does not tell partitions apart."""
    for entry, defect in project.partitioning.window_defects:
        if defect.kind == "fmt_too_coarse":
            at = At((*entry.route, "fmt"))
            yield Problem(at, f"{owner(entry.route)}: {defect.reason}, or leave fmt out", fix=_finer(entry, at))


def _finer(entry: Dimension, at: At) -> Fix | None:
    """The format that fits the cron. Partitions that were made already keep their old keys, so it is not safe."""
    from floe_lint.rules import infer_fmt

    window = entry.window
    if window is None or window.fmt is None or window.cron_schedule is None:
        return None
    fmt = infer_fmt(window.cron_schedule)
    return Fix(f'Write "{fmt}"', (Replace(at, window.fmt, fmt),))
