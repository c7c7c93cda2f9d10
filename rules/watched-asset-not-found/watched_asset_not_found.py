"""A sensor watches an asset that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import PROVISIONAL, Problem, Project, nearest, promised_keys, spelling


def check(project: Project) -> Iterator[Problem]:
    """One problem for each watched asset that is not there; none where assets may be unknown.

    Where dbt's manifest is all that is missing, the files of dbt give the names, and a problem is a warning.
    """
    promised = frozenset[str]()
    if not project.catalog.complete:
        found = promised_keys(project)
        if found is None:
            return
        promised = found
    names = {*project.catalog.by_key, *promised, *(key.rpartition("/")[2] for key in promised)}
    for edge in project.graph.dangling("asset"):
        if edge.kind != "watches":
            continue
        name = edge.target.name
        if name in names:
            continue
        near = nearest(name, names)
        way_out = f'; did you mean "{near}"?' if near else "; no asset module and no dbt model defines it"
        yield Problem(
            edge.at,
            f'sensor "{edge.source.name}" watches asset "{name}", which does not exist{way_out}',
            severity=None if project.catalog.complete else "warning",
            help=None if project.catalog.complete else PROVISIONAL,
            fix=spelling(edge.at, name, near, names if project.catalog.complete else None),
        )
