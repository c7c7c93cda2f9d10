"""Which findings the waivers take out, and what became of each waiver in a run."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

from floe_lint.disk import filesystem
from floe_lint.findings.finding import Finding, GrantedWaiver, Suppression
from floe_lint.judging.waivers.waiver import Waiver, WaiverFile
from floe_lint.kernel.globs import matches
from floe_lint.kernel.positions import Place, show_route
from floe_lint.kernel.records import NamedTuple
from floe_lint.settings.configuration import WaiverPolicy


class WaiverUse(NamedTuple):
    """What became of the waivers of one file in one project, or in all projects of a run together.

    ``used`` are those that took a finding out, ``tried`` those whose rule judged a file that they name.
    """

    file: WaiverFile
    policy: WaiverPolicy
    today: date
    used: frozenset[Waiver]
    tried: frozenset[Waiver]


def merge_uses(uses: Iterable[WaiverUse]) -> list[WaiverUse]:
    """One use for each waivers file."""
    merged: dict[str, WaiverUse] = {}
    for use in uses:
        path = os.path.abspath(use.file.path)
        known = merged.get(path, use)
        merged[path] = known._replace(used=known.used | use.used, tried=known.tried | use.tried)
    return list(merged.values())


def tried_waivers(file: WaiverFile, ran: Collection[str], paths: Iterable[str]) -> frozenset[Waiver]:
    """The waivers whose rule ran and that name one of the files that were judged, or no file that exists."""
    relative = [relative_path(file, path) for path in paths]
    folder = os.path.dirname(os.path.abspath(file.path))
    return frozenset(
        waiver
        for waiver in file.waivers
        if waiver.rule in ran
        and (any(matches(waiver.path, path, "/") for path in relative) or _names_nothing(waiver.path, folder))
    )


def _names_nothing(pattern: str, folder: str) -> bool:
    return not set(pattern) & set("*?") and not filesystem.exists(os.path.join(folder, pattern))


def relative_path(file: WaiverFile, path: str) -> str:
    """A path as the globs of a waivers file see it: POSIX, relative to the file's folder."""
    return os.path.relpath(os.path.abspath(path), os.path.dirname(os.path.abspath(file.path))).replace(os.sep, "/")


def waive_findings(
    findings: Iterable[Finding], file: WaiverFile, today: date, show: str
) -> tuple[list[Finding], list[Finding], set[Waiver]]:
    """Split findings into those that count and those that a waiver takes out, and name the waivers that did.

    ``show`` is the waivers file's path as reports show it. The report of a crashed rule is never waived.
    """
    holding = [waiver for waiver in file.waivers if waiver.holds_on(today)]
    kept: list[Finding] = []
    waived: list[Finding] = []
    used: set[Waiver] = set()
    for finding in findings:
        waiver = None if finding.crash else _waiver_of(finding, holding, file)
        if waiver is None:
            kept.append(finding)
        else:
            used.add(waiver)
            waived.append(
                finding._replace(suppression=Suppression("external", reason_of(waiver), Place(show, waiver.span)))
            )
    return kept, waived, used


def _waiver_of(finding: Finding, waivers: list[Waiver], file: WaiverFile) -> Waiver | None:
    named = [waiver for waiver in waivers if waiver.rule == finding.rule]
    if not named:
        return None
    path = relative_path(file, finding.path)
    route = show_route(finding.route)
    for waiver in named:
        if matches(waiver.path, path, "/") and (not waiver.route or matches(waiver.route, route, ".")):
            return waiver
    return None


def granted(use: WaiverUse, show: str) -> list[GrantedWaiver]:
    """Every well-formed waiver of a file with what became of it."""
    return [
        GrantedWaiver(
            rule=waiver.rule,
            path=waiver.path,
            route=waiver.route,
            owner=waiver.owner,
            reason=waiver.reason,
            ticket=waiver.ticket,
            expires=waiver.expires.isoformat(),
            state=_state(waiver, use),
            place=Place(show, waiver.span),
        )
        for waiver in use.file.waivers
    ]


def _state(waiver: Waiver, use: WaiverUse) -> Literal["used", "unused", "not judged", "expired"]:
    if not waiver.holds_on(use.today):
        return "expired"
    if waiver in use.used:
        return "used"
    return "unused" if waiver in use.tried else "not judged"


def reason_of(waiver: Waiver) -> str:
    """Who allowed it until when, and why."""
    ticket = f" ({waiver.ticket})" if waiver.ticket else ""
    return f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}{ticket}"
