"""A job takes a part of a multi-asset that can only run whole."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Asset, At, Job, Problem, Project, Related

SHOWN = 4
"""Assets that a message names before it counts the rest."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each multi-asset of which a job takes a part."""
    if not any(asset.required_neighbors for asset in project.catalog.materializable):
        return
    for job in project.declarations.jobs.values():
        if job.type == "batch" and project.selected.is_known(job):
            yield from _partial(project, job)


def _partial(project: Project, job: Job) -> Iterator[Problem]:
    assets = project.selected.assets(job.name)
    chosen = {asset.key for asset in assets}
    told: set[str] = set()
    for asset in assets:
        missing = [key for key in asset.required_neighbors if key not in chosen]
        if not missing or asset.key in told:
            continue
        told.update(asset.required_neighbors)
        taken = [asset.key, *(key for key in asset.required_neighbors if key in chosen)]
        yield Problem(
            At(_route(project, job, asset)),
            f'job "{job.name}" takes {_named(taken)} of a multi-asset that can only run whole, without '
            f"{_named(missing)}; select all of it, or let it be subset with can_subset=True",
            related=() if asset.place is None else (Related(asset.place, f'"{asset.key}" is defined here'),),
        )


def _route(project: Project, job: Job, asset: Asset) -> tuple[str | int, ...]:
    """The first term that selects an asset."""
    selected = project.selected
    bit = 1 << project.catalog.assets.index(asset)
    return next(term.route for term in selected.terms[job.name] if term.mask & bit)


def _named(keys: list[str]) -> str:
    shown = [f'"{key}"' for key in keys]
    if len(shown) > SHOWN:
        shown[SHOWN - 1 :] = [f"{len(shown) - SHOWN + 1} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
