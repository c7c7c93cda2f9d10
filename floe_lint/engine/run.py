"""Judging one project: rules in, findings out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from floe_lint.engine.identity import Identities
from floe_lint.engine.ignores import Ignore, read_ignores
from floe_lint.engine.outcome import Outcome
from floe_lint.engine.pack import load_check
from floe_lint.engine.redact import mask
from floe_lint.engine.rule import Rule
from floe_lint.engine.settings import Settings, severity_of
from floe_lint.places import START, Place
from floe_lint.problem import At, Problem
from floe_lint.project.project import Project
from floe_lint.report import Finding, RelatedPlace, Severity, Suppression

ShowPath = Callable[[str], str]


class Judged(NamedTuple):
    """The findings of one project under one environment."""

    findings: list[Finding]
    suppressed: list[Finding]


def judge(
    project: Project, rules: list[Rule], known: list[Rule], settings: Settings, show_path: ShowPath
) -> Judged:
    """Apply ``rules`` to a project under one environment.

    A rule that raises gives a finding that names it; ``known`` are all rules, for what ignores may name.
    """
    ignores = () if settings.no_ignores else read_ignores(project.files.floe)
    identities = Identities(project, show_path)
    findings: list[Finding] = []
    for rule in rules:
        if rule.stage == "project":
            findings.extend(
                _apply(rule, lambda check: check(project), project, settings, identities, show_path)
            )
    kept, suppressed, outcome = _suppress(findings, ignores, rules, known, show_path(project.files.floe.path))
    for rule in rules:
        if rule.stage == "report":
            kept.extend(
                _apply(rule, lambda check: check(project, outcome), project, settings, identities, show_path)
            )
    return Judged(kept, suppressed)


def _apply(
    rule: Rule,
    call: Callable[[Callable[..., Iterable[Problem]]], Iterable[Problem]],
    project: Project,
    settings: Settings,
    identities: Identities,
    show_path: ShowPath,
) -> list[Finding]:
    override = severity_of(rule, settings)
    findings = []
    try:
        if rule.forbid is not None:
            problems: Iterable[Problem] = project.breaches.of(rule.info.id)
            findings = [_finding(p, rule, override, project, identities, show_path) for p in problems]
        if rule.code is not None:
            for problem in call(load_check(rule)):
                findings.append(_finding(problem, rule, override, project, identities, show_path))
    except Exception as error:
        findings.append(_crash(rule, error, project, show_path))
    return findings


def _finding(
    problem: Problem,
    rule: Rule,
    override: Severity | None,
    project: Project,
    identities: Identities,
    show_path: ShowPath,
) -> Finding:
    place = project.place(problem.at)
    secrets = project.breaches.secrets
    return Finding(
        rule=rule.info.id,
        severity=override or problem.severity or rule.info.severity,
        message=mask(problem.message, secrets),
        path=show_path(place.path),
        span=place.span,
        route=problem.at.route if isinstance(problem.at, At) else (),
        help=mask(problem.help, secrets) if problem.help else None,
        related=tuple(
            RelatedPlace(_shown(project.place(related.at), show_path), mask(related.message, secrets))
            for related in problem.related
        ),
        fingerprint=identities.of(rule.info.id, problem.at, place),
        environment=None,
    )


def _shown(place: Place, show_path: ShowPath) -> Place:
    return Place(show_path(place.path), place.span)


def _crash(rule: Rule, error: Exception, project: Project, show_path: ShowPath) -> Finding:
    trace = error.__traceback__
    where = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if rule.code is not None and code.co_filename == rule.code:
            where = f" at {os.path.basename(rule.code)}:{trace.tb_lineno}"
        trace = trace.tb_next
    reason = str(error).splitlines()[0][:200] if str(error) else ""
    return Finding(
        rule=rule.info.id,
        severity="error",
        message=f'rule "{rule.info.id}" crashed{where}: {type(error).__name__}'
        + (f": {mask(reason, project.breaches.secrets)}" if reason else ""),
        path=show_path(project.files.floe.path),
        span=START,
        help="this is a defect of the rule, not of the file; report it to the rule's authors",
        fingerprint=f"crash-{rule.info.id}",
        crash=True,
    )


def _suppress(
    findings: list[Finding],
    ignores: tuple[Ignore, ...],
    rules: list[Rule],
    known: list[Rule],
    path: str,
) -> tuple[list[Finding], list[Finding], Outcome]:
    by_id = {rule.info.id: rule for rule in known}
    used: set[tuple[Ignore, str]] = set()
    refused: set[tuple[Ignore, str]] = set()
    kept: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in findings:
        ignore = None
        if not finding.crash and finding.path == path:
            ignore = next(
                (
                    ignore
                    for ignore in ignores
                    if ignore.line == finding.span.line
                    and any(rule == finding.rule for rule, _ in ignore.rules)
                ),
                None,
            )
        if ignore is None:
            kept.append(finding)
        elif not by_id[finding.rule].info.ignorable:
            refused.add((ignore, finding.rule))
            kept.append(finding)
        else:
            used.add((ignore, finding.rule))
            suppressed.append(
                finding._replace(suppression=Suppression("inSource", ignore.reason, Place(path, ignore.span)))
            )
    outcome = Outcome(
        ignores,
        frozenset(used),
        frozenset(refused),
        frozenset(rule.info.id for rule in rules),
        {rule.info.id: rule.info for rule in known},
    )
    return kept, suppressed, outcome
