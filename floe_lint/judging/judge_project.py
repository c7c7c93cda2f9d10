"""Judging one project: rules in, findings out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice

from floe_lint.findings.finding import Finding, RelatedPlace, Severity, Suppression
from floe_lint.findings.problem import At, Problem
from floe_lint.judging.fingerprints import Identities
from floe_lint.judging.ignores import Ignore, read_ignores
from floe_lint.judging.masking import mask
from floe_lint.judging.outcome import Outcome
from floe_lint.judging.pack import load_check
from floe_lint.judging.rule import Rule, RuleError
from floe_lint.judging.run_settings import Settings, options_of, severity_of
from floe_lint.judging.text_fixes import TextFixes
from floe_lint.kernel.positions import START, Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.project import Project

ShowPath = Callable[[str], str]


PROBLEM_LIMIT = 10_000
"""Problems of one rule in one project: more help nobody, and a hostile file could bring millions."""


class Judged(NamedTuple):
    """The findings of one project under one environment, and what its ignores did."""

    findings: list[Finding]
    suppressed: list[Finding]
    outcome: Outcome


def judge(project: Project, rules: list[Rule], known: list[Rule], settings: Settings, show_path: ShowPath) -> Judged:
    """Apply the ``rules`` that judge projects to one under one environment.

    A rule that raises gives a finding that names it; ``known`` are all rules, for what ignores may name.
    """
    identities, fixes = Identities(project, show_path), TextFixes(project, show_path)
    findings: list[Finding] = []
    for rule in rules:
        if rule.stage == "project":
            findings.extend(_apply(rule, lambda check: check(project), project, settings, identities, fixes, show_path))
    ignores = () if settings.no_ignores else _ignores(project)
    return _suppress(findings, ignores, rules, known, show_path)


def judge_outcome(
    project: Project, rules: list[Rule], outcome: Outcome, settings: Settings, show_path: ShowPath
) -> list[Finding]:
    """Apply the ``rules`` that judge what the others reported, under all environments together."""
    identities, fixes = Identities(project, show_path), TextFixes(project, show_path)
    findings: list[Finding] = []
    for rule in rules:
        if rule.stage == "report":
            findings.extend(
                _apply(rule, lambda check: check(project, outcome), project, settings, identities, fixes, show_path)
            )
    return findings


def _ignores(project: Project) -> tuple[Ignore, ...]:
    """The ignore comments of both files. In one that cannot be read there is nothing to ignore."""
    return tuple(
        ignore
        for document in (project.floe, project.platform)
        if document is not None and document.root is not None
        for ignore in read_ignores(document)
    )


def _apply(
    rule: Rule,
    call: Callable[[Callable[..., Iterable[Problem]]], Iterable[Problem]],
    project: Project,
    settings: Settings,
    identities: Identities,
    fixes: TextFixes,
    show_path: ShowPath,
) -> list[Finding]:
    override = severity_of(rule, settings)
    findings = []
    try:
        if rule.forbid is not None:
            problems: Iterable[Problem] = project.breaches.of(rule.info.id)
            findings = [_finding(p, rule, override, project, identities, fixes, show_path) for p in problems]
        if rule.code is not None or rule.policy is not None:
            for problem in islice(call(_check(rule, settings)), PROBLEM_LIMIT):
                if rule.forbid is not None or not _is_breach(problem, project):
                    findings.append(_finding(problem, rule, override, project, identities, fixes, show_path))
    except Exception as error:
        findings.append(_crash(rule, error, project, show_path))
    return findings


def _check(rule: Rule, settings: Settings) -> Callable[..., Iterable[Problem]]:
    """What to call with the project, and with the outcome where the rule judges reports."""
    if rule.policy is not None:
        from floe_lint.judging.policies.judge_policies import judge_policy

        return partial(judge_policy, rule)
    check: Callable[..., Iterable[Problem]] = load_check(rule)
    if not rule.options:
        return check
    options = options_of(rule, settings)
    return lambda *given: check(*given, options)


def _is_breach(problem: Problem, project: Project) -> bool:
    """Whether the boundary reports this very entry already: one planted value gives one finding."""
    at = problem.at
    return isinstance(at, At) and at.document == "floe" and project.breaches.exactly_at(at.route)


def _finding(
    problem: Problem,
    rule: Rule,
    override: Severity | None,
    project: Project,
    identities: Identities,
    fixes: TextFixes,
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
        fix=fixes.of(problem.fix),
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
    message = f'rule "{rule.info.id}" crashed{where}: {type(error).__name__}' + (f": {reason}" if reason else "")
    return Finding(
        rule=rule.info.id,
        severity="error",
        message=mask(str(error) if isinstance(error, RuleError) else message, project.breaches.secrets),
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
    show_path: ShowPath,
) -> Judged:
    by_id = {rule.info.id: rule.info for rule in known}
    by_place: dict[tuple[str, int, str], Ignore] = {}
    for ignore in ignores:
        for rule_id, _ in ignore.rules:
            for line in range(ignore.line, ignore.last_line + 1):
                by_place.setdefault((show_path(ignore.path), line, rule_id), ignore)
    used: set[tuple[Ignore, str]] = set()
    kept: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in findings:
        found = None if finding.crash else by_place.get((finding.path, finding.span.line, finding.rule))
        if found is None or not by_id[finding.rule].ignorable:
            kept.append(finding)
            continue
        used.add((found, finding.rule))
        place = Place(finding.path, found.span)
        suppressed.append(finding._replace(suppression=Suppression("inSource", found.reason, place)))
    crashed = {finding.rule for finding in findings if finding.crash}
    ran = frozenset(rule.info.id for rule in rules) - crashed
    return Judged(kept, suppressed, Outcome(ignores, frozenset(used), ran, by_id))
