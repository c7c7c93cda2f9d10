"""``floe baseline create | prune | show``."""

from __future__ import annotations

import os
import sys

from floe_lint.api import LintError, Options, lint
from floe_lint.findings.finding import Finding, Report
from floe_lint.judging.baseline import BaselineError
from floe_lint.judging.baseline.apply_baseline import can_be_known, entry_of
from floe_lint.judging.baseline.entries import FILE_NAME, BaselineEntry, read_baseline, write_baseline
from floe_lint.settings.keys import ConfigurationError
from floe_lint.settings.settings_files import SettingsFiles


def create(paths: list[str], file: str | None, *, force: bool) -> int:
    """Write a baseline with every finding there is; 2 when there is one already or linting was not possible."""
    settings = SettingsFiles()
    try:
        target = _target(paths, file, settings)
        if os.path.lexists(target) and not force:
            return _refuse(f"{target} exists; remove corrected findings with prune, or replace it with --force")
        report = lint(*paths, options=Options(use_baseline=False, settings_files=settings))
        known = _entries(report, target)
        write_baseline(target, known)
    except (LintError, ConfigurationError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{target} cannot be written: {error.strerror}")
    left = len(report.findings) - sum(can_be_known(finding, report.rules) for finding in report.findings)
    print(f"wrote {_count(len(known))} to {target}")
    if left:
        print(f"{left} more cannot be held: files that cannot be read, crashed rules, and what is said of waivers")
    if settings.nearest(_folder(paths)).baseline is None:
        print(f'add to [tool.floe-lint]: baseline = "{os.path.basename(target)}"')
    return 0


def prune(paths: list[str], file: str | None) -> int:
    """Remove the entries of the linted projects whose findings are gone, and those of files that are gone."""
    settings = SettingsFiles()
    try:
        target = _target(paths, file, settings)
        entries = read_baseline(target)
        report = lint(*paths, options=Options(use_baseline=False, settings_files=settings))
        present = _entries(report, target)
        kept = {entry for entry in entries if entry in present or not _is_judged(entry, report, target)}
        if kept != entries:
            write_baseline(target, kept)
    except (LintError, BaselineError, ConfigurationError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{target} cannot be written: {error.strerror}")
    print(f"removed {_count(len(entries) - len(kept))} from {target}, {len(kept)} left")
    return 0


def show(paths: list[str], file: str | None) -> int:
    """Print every entry: its finding as it is today, or that it is gone."""
    settings = SettingsFiles()
    try:
        target = _target(paths, file, settings)
        entries = read_baseline(target)
        report = lint(*paths, options=Options(use_baseline=False, settings_files=settings))
    except (LintError, BaselineError, ConfigurationError) as error:
        return _refuse(str(error))
    present = _entries(report, target, findings=True)
    for entry in sorted(entries, key=lambda entry: (entry.path, entry.rule, entry.fingerprint)):
        finding = present.get(entry)
        if finding is not None:
            span = finding.span
            print(f"{finding.path}:{span.line}:{span.column}: {finding.severity}[{entry.rule}] {finding.message}")
        elif _is_judged(entry, report, target):
            print(f"{entry.path}: [{entry.rule}] is gone; floe baseline prune removes it")
        else:
            print(f"{entry.path}: [{entry.rule}] is of a project that was not linted")
    return 0


def _target(paths: list[str], file: str | None, settings: SettingsFiles) -> str:
    if file is not None:
        return file
    configured = settings.nearest(_folder(paths))
    if configured.baseline is not None:
        return os.path.relpath(configured.baseline)
    return os.path.relpath(os.path.join(os.path.dirname(configured.path or ""), FILE_NAME))


def _folder(paths: list[str]) -> str:
    if not paths:
        return "."
    return paths[0] if os.path.isdir(paths[0]) else os.path.dirname(paths[0]) or "."


def _entries(report: Report, target: str, *, findings: bool = False) -> dict[BaselineEntry, Finding]:
    return {
        entry_of(finding, target): finding
        for finding in report.findings
        if findings or can_be_known(finding, report.rules)
    }


def _is_judged(entry: BaselineEntry, report: Report, target: str) -> bool:
    """Whether a run would have found the entry's finding: its file is gone, or was read for a project."""
    path = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(target)), entry.path))
    return not os.path.exists(path) or path in {os.path.abspath(file) for file in report.files}


def _count(number: int) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'}"


def _refuse(message: str) -> int:
    print(f"floe baseline: {message}", file=sys.stderr)
    return 2
