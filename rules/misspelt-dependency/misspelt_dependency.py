"""A dependency names an asset that does not exist and is nearly the name of one that does."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, nearest


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such dependency; none where assets may be unknown."""
    catalog = project.catalog
    if not catalog.complete:
        return
    known = [asset.key for asset in catalog.assets if asset.origin != "external"]
    for asset in catalog.assets:
        if asset.origin != "python":
            continue
        for dep in asset.deps:
            target = catalog.by_key.get(dep.key)
            if (
                dep.loaded
                or dep.place is None
                or target is None
                or target.origin != "external"
                or target.place != dep.place
            ):
                continue
            near = nearest(dep.key, known)
            if near is not None and near != asset.key:
                yield Problem(
                    dep.place,
                    f'asset "{asset.key}" depends on "{dep.key}", which does not exist; did you mean "{near}"?',
                    help="Dagster would take it for an external asset and drop the dependency",
                )
