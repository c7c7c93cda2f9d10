"""Judging the waivers of a run, once every project has been judged."""

from __future__ import annotations

import os
from collections.abc import Callable

from floe_lint.findings.finding import Finding
from floe_lint.judging.pack import load_check
from floe_lint.judging.rule import Rule
from floe_lint.judging.run_settings import Settings, severity_of
from floe_lint.judging.waivers.apply_waivers import WaiverUse
from floe_lint.kernel.digests import sha256
from floe_lint.kernel.positions import START, Place


def judge_use(use: WaiverUse, rules: list[Rule], settings: Settings, show_path: Callable[[str], str]) -> list[Finding]:
    """Apply the ``rules`` that judge waivers to one waivers file."""
    findings = []
    for rule in rules:
        if rule.stage != "waivers":
            continue
        override = severity_of(rule, settings)
        try:
            problems = list(load_check(rule)(use))
        except Exception as error:
            findings.append(_crash(rule, error, use, show_path))
            continue
        for number, problem in enumerate(problems):
            assert isinstance(problem.at, Place)
            identity = "\0".join((rule.info.id, os.path.basename(problem.at.path), problem.message, str(number)))
            findings.append(
                Finding(
                    rule=rule.info.id,
                    severity=override or problem.severity or rule.info.severity,
                    message=problem.message,
                    path=show_path(problem.at.path),
                    span=problem.at.span,
                    help=problem.help,
                    fingerprint=sha256(identity)[:24],
                )
            )
    return findings


def _crash(rule: Rule, error: Exception, use: WaiverUse, show_path: Callable[[str], str]) -> Finding:
    return Finding(
        rule=rule.info.id,
        severity="error",
        message=f'rule "{rule.info.id}" crashed: {type(error).__name__}: {str(error)[:200]}',
        path=show_path(use.file.path),
        span=START,
        help="this is a defect of the rule, not of the file; report it to the rule's authors",
        fingerprint=f"crash-{rule.info.id}",
        crash=True,
    )
