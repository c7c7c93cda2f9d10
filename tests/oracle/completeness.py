"""What goes wrong in Dagster without the gate is reported by lint, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from floe_lint.findings.finding import Finding
from tests.oracle.draft import GeneratedProject, Plant
from tests.oracle.naive_loader import BASE, Trouble
from tests.oracle.render import line_of

_OURS = frozenset(["trigger-loop", "invalid-value"])
"""Rules that see more than loading shows: loops that turn only when runs do, and entries that come to nothing."""

_SHARED = ("asset_modules", "partitions", "assets", "dbt")
"""Sections that others rest on: a defect there may show anywhere."""


def missed(errors: Sequence[Finding], troubles: Sequence[Trouble]) -> Iterator[str]:
    """Trouble for which lint has no error at its place, or at a place that it rests on."""
    at_root = [error for error in errors if len(error.route) < 3 or error.route[1] in _SHARED]
    broken_jobs = {error.route[2] for error in errors if error.route[:2] == (*BASE, "jobs")}
    # Where there is no asset at all, lint says so once, at the first job.
    without_assets = any("for the project has none" in error.message for error in errors)
    for trouble in troubles:
        near = [error for error in errors if error.route[: len(trouble.route[:3])] == trouble.route[:3]]
        if errors and (not trouble.route or (without_assets and trouble.route[:2] == (*BASE, "jobs"))):
            continue
        rests_on_job = trouble.route[1:2] in (("backfills",), ("schedules",), ("sensors",)) and broken_jobs
        if not near and not at_root and not rests_on_job:
            yield f"Dagster has trouble at {_at(trouble)}: {trouble.what}; lint has no error there"


def alarms(errors: Sequence[Finding], troubles: Sequence[Trouble]) -> Iterator[str]:
    """Errors of lint although Dagster has no trouble at that place or one that it rests on."""
    shared = any(trouble.route[1:2] in [(name,) for name in _SHARED] for trouble in troubles)
    if shared or any(not trouble.route for trouble in troubles):
        return
    for error in errors:
        if error.rule in _OURS or (len(error.route) < 3 and troubles):
            continue
        place = error.route[:3]
        if not any(trouble.route[:3] == place[: len(trouble.route)] for trouble in troubles if trouble.route):
            at = ".".join(map(str, error.route))
            yield f"lint reports {error.rule} at {at}: {error.message}; Dagster has no trouble"


def unreported(project: GeneratedProject, findings: Sequence[Finding], plant: Plant) -> str | None:
    """Why a planted defect counts as missed, or ``None``."""
    named = [finding for finding in findings if finding.rule in plant.rules and finding.path.endswith(plant.path)]
    if not named:
        others = [f"{finding.rule} at {finding.path}:{finding.span.line}" for finding in findings]
        return f"nothing of {plant.rules} in {plant.path}; found {others}"
    text = project.files[plant.path]
    if plant.route is not None:
        lines = line_of(text, plant.route)
        if lines is None or not any(lines[0] <= finding.span.line <= lines[1] for finding in named):
            return f"{plant.rules} expected in lines {lines}, found in {[finding.span.line for finding in named]}"
    if plant.containing is not None:
        spots = [number for number, line in enumerate(text.splitlines(), 1) if plant.containing in line]
        if not any(finding.span.line in spots for finding in named):
            return f"{plant.rules} expected in lines {spots}, found in {[finding.span.line for finding in named]}"
    return None


def cascade(findings: Sequence[Finding], plant: Plant) -> Iterator[str]:
    """Errors that a single planted defect draws after itself."""
    for finding in findings:
        if finding.severity == "error" and finding.rule not in plant.rules:
            yield f"{plant.rules} was planted, and lint also reports {finding.rule}: {finding.message}"


def _at(trouble: Trouble) -> str:
    return ".".join(map(str, trouble.route)) or "the whole project"
