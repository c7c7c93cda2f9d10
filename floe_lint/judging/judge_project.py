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
from floe_lint.judging.outcome import Outcome
from floe_lint.judging.pack import load_check
from floe_lint.judging.rule import Rule, RuleError
from floe_lint.judging.run import Run
from floe_lint.judging.run_settings import Settings, options_of, severity_of
from floe_lint.judging.text_fixes import TextFixes
from floe_lint.kernel.positions import START, Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.project import Project

PROBLEM_LIMIT = 10_000
"""Problems of one rule in one project: more help nobody, and a hostile file could bring millions."""


class Judged(NamedTuple):
    """The findings of one project under one environment, and what its ignores did."""

    findings: list[Finding]
    suppressed: list[Finding]
    outcome: Outcome


def judge(run: Run, rules: list[Rule], known: list[Rule]) -> Judged:
    """Apply the ``rules`` that judge projects to one under one environment.

    A rule that raises gives a finding that names it; ``known`` are all rules, for what ignores may name.
    """
    identities, fixes = Identities(run), TextFixes(run)
    findings: list[Finding] = []
    for rule in rules:
        if rule.stage == "project":
            findings.extend(_apply(rule, lambda check: check(run.project), run, identities, fixes))
    ignores = () if run.settings.no_ignores else _ignores(run.project)
    return _suppress(findings, ignores, rules, known, run.show_path)


def judge_outcome(run: Run, rules: list[Rule], outcome: Outcome) -> list[Finding]:
    """Apply the ``rules`` that judge what the others reported, under all environments together."""
    identities, fixes = Identities(run), TextFixes(run)
    findings: list[Finding] = []
    for rule in rules:
        if rule.stage == "report":
            findings.extend(_apply(rule, lambda check: check(run.project, outcome), run, identities, fixes))
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
    run: Run,
    identities: Identities,
    fixes: TextFixes,
) -> list[Finding]:
    override = severity_of(rule, run.settings)
    findings = []
    try:
        if rule.forbid is not None:
            problems: Iterable[Problem] = run.breaches.of(rule.info.id)
            findings = [_finding(problem, rule, override, run, identities, fixes) for problem in problems]
        if rule.code is not None or rule.policy is not None:
            told = (
                problem
                for problem in call(_check(rule, run.settings))
                if rule.forbid is not None or not run.is_breach(problem)
            )
            for problem in islice(told, PROBLEM_LIMIT):
                findings.append(_finding(problem, rule, override, run, identities, fixes))
    except Exception as error:
        findings.append(_crash(rule, error, run))
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


def _finding(
    problem: Problem,
    rule: Rule,
    override: Severity | None,
    run: Run,
    identities: Identities,
    fixes: TextFixes,
) -> Finding:
    place = run.project.place(problem.at)
    return Finding(
        rule=rule.info.id,
        severity=override or problem.severity or rule.info.severity,
        message=run.masked(problem.message),
        path=run.show_path(place.path),
        span=place.span,
        route=problem.at.route if isinstance(problem.at, At) else (),
        help=run.masked(problem.help) if problem.help else None,
        related=tuple(RelatedPlace(run.shown(related.at), run.masked(related.message)) for related in problem.related),
        fingerprint=identities.of(rule.info.id, problem.at, place),
        environment=None,
        fix=fixes.of(problem.fix),
    )


def _crash(rule: Rule, error: Exception, run: Run) -> Finding:
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
        message=run.masked(str(error) if isinstance(error, RuleError) else message),
        path=run.show_path(run.project.files.floe.path),
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
    show_path: Callable[[str], str],
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
    return Judged(kept, suppressed, Outcome(ignores=ignores, used=frozenset(used), ran=ran, known=by_id))
