"""A job that selects no asset."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Job, Problem, Project, joined_reasons, term_correction, why_empty


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such job; one in all where the project has no assets."""
    selected = project.selected
    barren = False
    for job in project.declarations.jobs.values():
        if job.type != "batch":
            continue
        if not job.selection:
            yield Problem(
                At((*job.route, "selection")),
                f'job "{job.name}" selects no asset: its selection is an empty list, which Dagster refuses',
                help='write ["*"] to select every asset',
            )
        elif selected.is_known(job) and selected.mask(job.name) == 0 and not barren:
            barren = not project.catalog.materializable
            yield _without_assets(job) if barren else _without_match(project, job)


def _without_assets(job: Job) -> Problem:
    return Problem(
        At((*job.route, "selection")),
        f'job "{job.name}" selects no asset, for the project has none; list Python modules under '
        "orchestration.asset_modules, or a dbt manifest under orchestration.dbt",
    )


def _without_match(project: Project, job: Job) -> Problem:
    terms = project.selected.terms[job.name]
    reasons = [reason for term in terms for reason in why_empty(term, project.selected.index)]
    at = At((*job.route, "selection"))
    fix = None
    if len(terms) == 1:
        fix = term_correction(project, terms[0], reasons)
        one = reasons[0] if len(reasons) == 1 else terms[0].expression
        at = terms[0].at(project.floe, one.start, one.end)
    return Problem(
        at,
        f'job "{job.name}" selects no asset: {joined_reasons(reasons)}',
        help="Dagster would run nothing and report success",
        fix=fix,
    )
