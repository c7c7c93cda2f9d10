"""An argument of an asset's function names an asset that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, nearest


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such argument; none where assets may be unknown."""
    catalog = project.catalog
    if not catalog.complete:
        return
    named_only = ("external", "dbt source")
    known = [asset.key for asset in catalog.assets if asset.origin not in named_only]
    for asset in catalog.assets:
        if asset.external:
            continue
        for dep in asset.deps:
            if not dep.loaded or dep.place is None:
                continue
            target = catalog.by_key.get(dep.key)
            if target is None or target.origin not in named_only:
                continue
            if target.place != dep.place and not _is_only_named(target.key, project):
                continue
            near = nearest(dep.key, [key for key in known if key != asset.key])
            way_out = f'did you mean "{near}"?' if near else "define it, or name it in deps if it is made elsewhere"
            yield Problem(
                dep.place, f'asset "{asset.key}" takes the value of "{dep.key}", which does not exist; {way_out}'
            )


def _is_only_named(key: str, project: Project) -> bool:
    """Whether no module defines an external asset: the place of one that is only named is that of a dependency."""
    target = project.catalog.by_key[key]
    return any(dep.key == key and dep.place == target.place for asset in project.catalog.assets for dep in asset.deps)
