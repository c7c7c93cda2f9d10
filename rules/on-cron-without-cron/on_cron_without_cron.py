"""The automation condition on_cron, which takes its cron from the asset's time partition."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Asset, At, PartitionSet, Problem, Project, pattern_automation

_MOST = 3


def check(project: Project) -> Iterator[Problem]:
    """One problem for each pattern: the assets that have no cron to take, or else the cron that is taken."""
    for setting in pattern_automation(project.catalog, project.declarations.patterns):
        if setting.condition != "on_cron":
            continue
        assets = [project.catalog.assets[number] for number in setting.assets]
        missing: list[str] = []
        crons: dict[str, None] = {}
        for asset in assets:
            partitions = _partitions(project, asset)
            cron = _cron(partitions) if partitions is not None else None
            if cron is not None:
                crons[cron] = None
            elif partitions is not None or _has_none(asset):
                missing.append(f'"{asset.key}"')
        at = At((*setting.pattern.route, "automation_condition"))
        if missing:
            more = f" and {len(missing) - _MOST} more" if len(missing) > _MOST else ""
            have = "has" if len(missing) == 1 else "have"
            yield Problem(
                at,
                f'"on_cron" of "{setting.pattern.name}" has no cron: {", ".join(missing[:_MOST])}{more} '
                f"{have} no time partition to take it from",
                help='give the assets partitions of type time_window, or run them by a schedule, or use "eager"',
            )
        elif crons:
            yield Problem(
                at,
                f'"on_cron" of "{setting.pattern.name}" takes its cron from {" and ".join(crons)}',
                severity="info",
            )


def _partitions(project: Project, asset: Asset) -> PartitionSet | None:
    return None if asset.partitions is None else project.declarations.partitions.get(asset.partitions)


def _has_none(asset: Asset) -> bool:
    """Whether an asset has no partitions, neither by a pattern nor in its code."""
    return asset.partitions is None and not asset.own_partitions and "partitions" not in asset.unset


def _cron(partitions: PartitionSet) -> str | None:
    """The cron that a partition set holds, and the set's name."""
    for dimension in (partitions, *partitions.dimensions):
        if dimension.window is not None:
            where = f'partition "{partitions.name}"'
            return where if dimension.window.cron_schedule is None else f'{where}: "{dimension.window.cron_schedule}"'
    return None
