"""An eager asset without partitions waits for every partition of an asset above it."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Asset, At, PartitionedAsset, Problem, Project, pattern_automation


def check(project: Project) -> Iterator[Problem]:
    """One problem for each pattern, of the first asset that waits."""
    for setting in pattern_automation(project.catalog, project.declarations.patterns):
        if setting.condition != "eager":
            continue
        waiting = []
        for number in setting.assets:
            asset = project.catalog.assets[number]
            above = _partitioned_above(project, asset)
            if above is not None:
                waiting.append((asset, above))
        if not waiting:
            continue
        asset, (upstream, own) = waiting[0]
        named = "partitions" if own.name is None else f'partitions "{own.name}"'
        more = f"; so it is with {len(waiting) - 1} more" if len(waiting) > 1 else ""
        yield Problem(
            At((*setting.pattern.route, "automation_condition")),
            f'asset "{asset.key}" is eager and has no partitions, but depends on "{upstream.key}" with {named}: '
            f"it waits until every one of them exists{more}",
            help="give both the same partitions, or run it by a schedule or an asset sensor",
        )


def _partitioned_above(project: Project, asset: Asset) -> PartitionedAsset | None:
    """The first asset above one without partitions that has some, of which all are meant."""
    if project.partitioning.of_asset(asset) is not None:
        return None
    for dep in asset.deps:
        upstream = project.catalog.by_key.get(dep.key)
        own = None if upstream is None or dep.mapped else project.partitioning.of_asset(upstream)
        if upstream is not None and own is not None and (own.name is not None or upstream.own_partitions):
            return PartitionedAsset(upstream, own)
    return None
