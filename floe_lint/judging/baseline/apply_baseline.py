"""Taking known findings out of a report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from floe_lint.findings.finding import Finding, RuleInfo, Suppression
from floe_lint.judging.baseline.entries import BaselineEntry, relative_to


def entry_of(finding: Finding, baseline: str) -> BaselineEntry:
    """The entry that stands for a finding in the baseline file ``baseline``."""
    return BaselineEntry(finding.fingerprint, finding.rule, relative_to(finding.path, baseline))


def can_be_known(finding: Finding, rules: Mapping[str, RuleInfo]) -> bool:
    """Whether a baseline may hold a finding.

    A file that cannot be read hides all that is wrong in it, a crashed rule says nothing of the file, and waivers
    are corrected at once.
    """
    info = rules.get(finding.rule)
    tags = info.tags if info is not None else ()
    blinds = info is not None and not info.ignorable and "syntax" in tags
    return not finding.crash and not blinds and "waiver" not in tags


def split_known(
    findings: Iterable[Finding], entries: Collection[BaselineEntry], baseline: str, rules: Mapping[str, RuleInfo]
) -> tuple[list[Finding], list[Finding]]:
    """The findings that are new, and those that the baseline holds."""
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        if can_be_known(finding, rules) and entry_of(finding, baseline) in entries:
            known.append(finding._replace(suppression=Suppression("external", "in the baseline")))
        else:
            new.append(finding)
    return new, known
