"""One report in which every rule has fired: the bad cases of all rules, linted one by one."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from floe_lint.api import Options, builtin_rules, lint
from floe_lint.findings.finding import Finding, Report
from tests.rule_cases import ROOT, SHOP, TODAY, all_cases, configuration, selection, set_times


@cache
def every_rule_report() -> Report:
    """Findings with paths relative to the repository, and the sources they show."""
    rules = builtin_rules()
    infos = {rule.info.id: rule.info for rule in rules}
    findings: list[Finding] = []
    suppressed: list[Finding] = []
    sources: dict[str, str] = {}
    here = os.getcwd()
    os.chdir(ROOT)
    scratch = tempfile.TemporaryDirectory()
    try:
        for case in all_cases():
            if case.good:
                continue
            set_times(case)
            settings = configuration(case, Path(scratch.name))
            folder = case.path if case.path.is_dir() else SHOP
            report = lint(
                os.path.relpath(folder / "floe.yaml", ROOT),
                options=Options(
                    select=selection(infos[case.rule]),
                    rules=rules,
                    env_files=[str(path) for path in sorted(case.path.glob("*.env"))] if case.path.is_dir() else [],
                    stdin=None if case.path.is_dir() else case.path.read_bytes(),
                    today=TODAY,
                    configuration=None if settings is None else str(settings),
                ),
            )
            # A single file is linted in the place of the shop's floe.yaml; give it its own path again.
            shown = os.path.relpath(SHOP / "floe.yaml", ROOT)
            own = case.path.relative_to(ROOT).as_posix()
            for group, found in ((findings, report.findings), (suppressed, report.suppressed)):
                group.extend(finding._replace(path=own) if finding.path == shown else finding for finding in found)
            sources.update({own if path == shown else path: text for path, text in report.sources.items()})
    finally:
        scratch.cleanup()
        os.chdir(here)
    return Report(
        tuple(dict.fromkeys(findings)),
        tuple(dict.fromkeys(suppressed)),
        ("floe.yaml",),
        infos,
        sources,
    )
