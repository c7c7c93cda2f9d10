"""An item of a selection, or a name in one, that selects nothing while others select something."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import (
    PROVISIONAL,
    Problem,
    Project,
    accident,
    joined_reasons,
    promised_index,
    promised_keys,
    term_correction,
    unknown_parts,
    why_empty,
)


def check(project: Project) -> Iterator[Problem]:
    """One problem for each empty item, and for each unknown name in one that is not empty."""
    selected = project.selected
    if not project.catalog.complete:
        yield from _by_files(project)
    for job in project.declarations.jobs.values():
        if job.type != "batch" or not selected.is_known(job) or selected.mask(job.name) == 0:
            continue
        everything = accident(job, selected)
        for term in selected.terms[job.name]:
            if term.mask == 0:
                reasons = why_empty(term, selected.index)
                one = reasons[0] if len(reasons) == 1 else term.expression
                yield Problem(
                    term.at(project.floe, one.start, one.end),
                    f'an item of the selection of job "{job.name}" selects nothing: {joined_reasons(reasons)}',
                    fix=term_correction(project, term, reasons),
                )
                continue
            for reason in unknown_parts(term, selected.index):
                if everything is not None and everything.holds(term, reason.start, reason.end):
                    continue
                yield Problem(
                    term.at(project.floe, reason.start, reason.end),
                    f'a name in the selection of job "{job.name}" selects nothing: {reason}',
                    fix=term_correction(project, term, [reason]),
                )


def _by_files(project: Project) -> Iterator[Problem]:
    """One problem for each name that neither an asset nor a file of dbt has, while the manifest is not there."""
    promised = promised_keys(project)
    if promised is None:
        return
    index = promised_index(project, promised)
    for job, terms in project.selected.terms.items():
        for term in terms:
            for reason in unknown_parts(term, index, ("asset", "key")):
                yield Problem(
                    term.at(project.floe, reason.start, reason.end),
                    f'a name in the selection of job "{job}" selects nothing: {reason}',
                    help=PROVISIONAL,
                )
