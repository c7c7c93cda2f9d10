"""An item of a selection, or a name in one, that selects nothing while others select something."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, accident, joined_reasons, term_correction, unknown_parts, why_empty


def check(project: Project) -> Iterator[Problem]:
    """One problem for each empty item, and for each unknown name in one that is not empty."""
    selected = project.selected
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
