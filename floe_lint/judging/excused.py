"""What is accepted for the time being: findings that a waiver excuses or that a baseline holds.

Both cost nothing where a repository has neither: their modules are imported when there is a file of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from floe_lint.disk import filesystem
from floe_lint.disk.roots import up_to_repository_root
from floe_lint.findings.finding import Finding, GrantedWaiver
from floe_lint.judging.rule import Rule
from floe_lint.judging.run_settings import Settings
from floe_lint.kernel.records import NamedTuple
from floe_lint.settings.configuration import Configuration

if TYPE_CHECKING:
    from floe_lint.judging.waivers.apply_waivers import WaiverUse

WAIVERS_FILE = "floe-waivers.yaml"


def find_waivers(folder: str) -> str | None:
    """The nearest waivers file in a folder or above it, up to the repository's root."""
    paths = (os.path.join(here, WAIVERS_FILE) for here in up_to_repository_root(folder))
    return next(filter(filesystem.lexists, paths), None)


def waive(
    findings: list[Finding],
    path: str,
    configuration: Configuration,
    rules: list[Rule],
    ran: frozenset[str],
    files: Iterable[str],
    today: date | None,
    show_path: Callable[[str], str],
) -> tuple[list[Finding], list[Finding], WaiverUse]:
    """The findings that count, those that the waivers file ``path`` excuses, and what became of its waivers.

    ``ran`` are the rules that judged, ``files`` what they judged. ``today`` is the day in the configured time zone
    unless it is given.
    """
    from floe_lint.dagster.zones import load_zone
    from floe_lint.judging.waivers.apply_waivers import WaiverUse, tried_waivers, waive_findings
    from floe_lint.judging.waivers.read_waivers import read_waivers

    day = today or datetime.now(load_zone(configuration.timezone)).date()
    policy = configuration.waiver_policy
    file = read_waivers(path, {rule.info.id: rule.info for rule in rules}, policy, day)
    kept, waived, used = waive_findings(findings, file, day, show_path(path))
    return (
        kept,
        waived,
        WaiverUse(file=file, policy=policy, today=day, used=frozenset(used), tried=tried_waivers(file, ran, files)),
    )


class JudgedUse(NamedTuple):
    """What became of a project's waivers, with the rules and settings that judge them."""

    use: WaiverUse
    rules: list[Rule]
    settings: Settings


class JudgedWaivers(NamedTuple):
    """What is wrong with the waivers of a run, all of them with their state, and the texts of their files."""

    findings: list[Finding]
    granted: list[GrantedWaiver]
    sources: dict[str, str]


def judge_waivers(uses: Sequence[JudgedUse], show_path: Callable[[str], str]) -> JudgedWaivers:
    """Judge the waivers of all projects of a run together; a file's first project says by which settings."""
    if not uses:
        return JudgedWaivers([], [], {})
    from floe_lint.judging.judge_waivers import judge_use
    from floe_lint.judging.waivers.apply_waivers import granted, merge_uses

    findings: list[Finding] = []
    every: list[GrantedWaiver] = []
    sources: dict[str, str] = {}
    for use in merge_uses(judged.use for judged in uses):
        judge = next(judged for judged in uses if judged.use.file.path == use.file.path)
        found = judge_use(use, judge.rules, judge.settings, show_path)
        if found:
            from contextlib import suppress

            with suppress(OSError):
                sources[show_path(use.file.path)] = filesystem.read(use.file.path, 5_000_000).decode("utf-8", "replace")
        findings += found
        every += granted(use, show_path(use.file.path))
    return JudgedWaivers(findings, every, sources)


def without_known(findings: list[Finding], rules: list[Rule], baseline: str) -> tuple[list[Finding], list[Finding]]:
    """The findings that are new and those that the baseline holds. Raises ``BaselineError``."""
    from floe_lint.judging.baseline.apply_baseline import split_known
    from floe_lint.judging.baseline.entries import read_baseline

    return split_known(findings, read_baseline(baseline), baseline, {rule.info.id: rule.info for rule in rules})
