"""A job, or an item of its selection, that selects only external assets."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project

_MOST = 3


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such job; where others of its items select more, one for each such item."""
    selected = project.selected
    everything = selected.index.materializable
    for job in project.declarations.jobs.values():
        if job.type != "batch" or not selected.is_known(job):
            continue
        terms = selected.terms[job.name]
        mask = selected.mask(job.name)
        if mask and not mask & everything:
            yield Problem(
                terms[0].at(project.floe, 0, len(terms[0].text)) if len(terms) == 1 else At((*job.route, "selection")),
                f'job "{job.name}" selects only external assets, which no run materializes: {_names(project, mask)}',
                help='select what is built from them, e.g. with a "+" after the name',
            )
            continue
        for term in terms:
            if term.mask and not term.mask & everything:
                yield Problem(
                    term.at(project.floe, 0, len(term.text)),
                    f'an item of the selection of job "{job.name}" selects only external assets, which no run '
                    f"materializes: {_names(project, term.mask)}",
                    severity="warning",
                )


def _names(project: Project, mask: int) -> str:
    assets = project.selected.assets_of(mask)
    names = ", ".join(f'"{asset.key}"' for asset in assets[:_MOST])
    return names if len(assets) <= _MOST else f"{names} and {len(assets) - _MOST} more"
