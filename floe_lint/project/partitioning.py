"""The partitions of assets and jobs: what floe.yaml declares, as the definitions that ``floe_lint.dagster`` judges.

One rule runs through all of it: what is not known, or has a defect of its own, is ``None``, so that one mistake
is reported once and not again wherever the partitions are used. What judges times is imported where there are some:
it takes a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from floe_lint.dagster.partitions.definitions import Definition, Dynamic, Multi, Static, TimeWindow
from floe_lint.dagster.selection.reach import mask_of
from floe_lint.dagster.selection.reach import members as indices
from floe_lint.format.floe_yaml import AssetSettings, Backfill, Dimension, Job, Orchestration
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.asset import Asset
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.asset_patterns import matches
from floe_lint.project.selected import Selected

if TYPE_CHECKING:
    from floe_lint.dagster.partitions.identity import Identity
    from floe_lint.dagster.partitions.validity import StaticDefect, WindowDefect


class AssetPartitions(NamedTuple):
    """The partitions of an asset.

    ``name`` is the set that ``pattern`` gives it; both are ``None`` for partitions from Python code and where
    patterns are in doubt. ``definition`` is ``None`` where it is not known, or has a defect. ``in_code`` is what is
    known of those from Python code.
    """

    name: str | None
    pattern: AssetSettings | None
    definition: Definition | None
    in_code: Identity | None = None


class PartitionedAsset(NamedTuple):
    """An asset with its partitions."""

    asset: Asset
    partitions: AssetPartitions


class JobPartitions(NamedTuple):
    """The partitions of a job: those of the assets it selects, as Dagster infers them.

    Unpartitioned assets beside partitioned ones change nothing. ``is_partitioned`` is ``None`` where it is not
    known. ``name`` and ``definition`` are those that the partitioned assets have in common, if they are known.
    """

    is_partitioned: bool | None
    members: tuple[PartitionedAsset, ...] = ()
    name: str | None = None
    definition: Definition | None = None


class PartitionClash(NamedTuple):
    """Two assets of a job whose partitions Dagster takes for different ones.

    ``field`` is what they differ in: ``kind``, or the name of a field of ``dagster.partitions.identity``.
    """

    first: PartitionedAsset
    second: PartitionedAsset
    field: str


class UnmappedDependency(NamedTuple):
    """A dependency between partitioned assets that Dagster refuses, and why."""

    upstream: PartitionedAsset
    downstream: PartitionedAsset
    reason: str


class BackfillProblem(NamedTuple):
    """A bound of a backfill's range that does not fit the job's partitions ``partitions``.

    The kinds are those of ``BackfillDefect``, and ``no_time_dimension``: multi partitions without exactly one,
    over which the range would run.
    """

    backfill: Backfill
    partitions: str
    kind: Literal["reversed", "outside", "future", "wrong_form", "unknown_key", "no_time_dimension"]
    bound: Literal["start", "end"]
    key: str
    reason: str

    @property
    def route(self) -> Route:
        """Where the bound stands."""
        return (*self.backfill.route, "partition_range", self.bound)


_NOT_KNOWN = AssetPartitions(None, None, None)


class Partitioning:
    """The partitions of a project at the aware time ``now``, worked out on first use."""

    def __init__(
        self,
        declarations: Orchestration,
        catalog: AssetCatalog,
        selected: Selected,
        now: datetime,
    ) -> None:
        self._declarations = declarations
        self._catalog = catalog
        self._selected = selected
        self._now = now
        self._of_asset: dict[str, AssetPartitions | None] = {}
        self._of_job: dict[str, JobPartitions] = {}

    # ---- the sets

    def _parts(self) -> Iterator[tuple[Dimension, bool]]:
        """Every set and every dimension; the flag says that it is a dimension."""
        for entry in self._declarations.partitions.values():
            yield entry, False
            for dimension in entry.dimensions:
                yield dimension, True

    @cached_property
    def window_defects(self) -> tuple[tuple[Dimension, WindowDefect], ...]:
        """What is wrong with time windows apart from cron and zone.

        A start so recent that no partition is complete yet is no defect: every new project has that.
        """
        found: list[tuple[Dimension, WindowDefect]] = []
        for entry, _ in self._parts():
            window = self._declared(entry) if entry.type == "time_window" else None
            if isinstance(window, TimeWindow):
                from floe_lint.dagster.partitions.validity import check_window

                found.extend(
                    (entry, defect)
                    for defect in check_window(*window, self._now)
                    if defect.kind != "empty" or defect.field == "end" or self.starts_in_future(window)
                )
        return tuple(found)

    @cached_property
    def key_defects(self) -> tuple[tuple[Dimension, StaticDefect], ...]:
        """What is wrong with lists of keys, for each key the first defect."""
        found: list[tuple[Dimension, StaticDefect]] = []
        for entry, is_dimension in self._parts():
            keys = self._declared(entry) if entry.type == "static" else None
            if isinstance(keys, Static):
                from floe_lint.dagster.partitions.validity import check_static

                first: dict[int | None, StaticDefect] = {}
                for defect in check_static(keys.keys, is_dimension):
                    first.setdefault(defect.position, defect)
                found.extend((entry, defect) for defect in first.values())
        return tuple(found)

    def starts_in_future(self, window: TimeWindow) -> bool:
        """Whether a time window begins after now."""
        from floe_lint.dagster.partitions.window_keys import read_moment

        begin = read_moment(window.start, window.fmt, window.zone)
        return begin is not None and begin > self._now

    @cached_property
    def definitions(self) -> dict[str, Definition | None]:
        """The declared sets by name, ``None`` for those that are not known or have a defect."""
        defective = {entry.route for entry, _ in (*self.window_defects, *self.key_defects)}
        return {
            name: None if any(route[: len(entry.route)] == entry.route for route in defective) else definition
            for name, entry in self._declarations.partitions.items()
            for definition in [self._sound(entry)]
        }

    def _sound(self, entry: Dimension) -> Definition | None:
        """The definition of a set whose crons and zones are right, as is every dimension."""
        if entry.type == "multi":
            dimensions = []
            for dimension in entry.dimensions:
                definition = self._sound(dimension)
                if definition is None or isinstance(definition, Multi):
                    return None
                dimensions.append((dimension.name, definition))
            return Multi(tuple(dimensions)) if len(dimensions) == 2 else None
        definition = self._declared(entry)
        if isinstance(definition, TimeWindow):
            from floe_lint.dagster.cron.check_cron import check_cron
            from floe_lint.dagster.zones import check_zone

            cron = check_cron(definition.cron)
            if (cron is not None and cron.kind != "large_step") or check_zone(definition.zone) is not None:
                return None
        return definition

    def _declared(self, entry: Dimension) -> TimeWindow | Static | Dynamic | None:
        """The definition of a set or dimension as it is written, ``None`` where a value is not known."""
        if entry.type == "dynamic":
            return Dynamic(entry.name)
        if entry.type == "static":
            keys = tuple(key for key in entry.partition_keys if key is not None)
            known = entry.is_known("partition_keys") and len(keys) == len(entry.partition_keys)
            return Static(keys) if known else None
        window = entry.window
        if window is None or window.start is None or window.cron_schedule is None or window.timezone is None:
            return None
        if not entry.is_known("end") or not entry.is_known("fmt"):
            return None
        return TimeWindow(
            start=window.start, cron=window.cron_schedule, zone=window.timezone, end=window.end, fmt=window.fmt
        )

    # ---- the assets

    @cached_property
    def _defective_patterns(self) -> tuple[str, ...]:
        """Patterns with a defect, which may set partitions too."""
        return tuple(self._declarations.invalid.get("assets", ()))

    def of_asset(self, asset: Asset) -> AssetPartitions | None:
        """The partitions of an asset, or ``None`` where it has none."""
        if asset.key not in self._of_asset:
            self._of_asset[asset.key] = self._find(asset)
        return self._of_asset[asset.key]

    def _find(self, asset: Asset) -> AssetPartitions | None:
        if asset.external:
            return None
        if "partitions" in asset.unset or (
            self._defective_patterns and any(matches(pattern, asset.key) for pattern in self._defective_patterns)
        ):
            return _NOT_KNOWN
        if asset.partitions is None:
            return _NOT_KNOWN._replace(in_code=asset.partitions_in_code) if asset.own_partitions else None
        setting = [
            pattern
            for pattern in self._declarations.patterns
            if "partitions" in pattern.settings and matches(pattern.name, asset.key)
        ]
        if len({pattern.settings["partitions"] for pattern in setting}) > 1:
            return _NOT_KNOWN
        return AssetPartitions(asset.partitions, setting[0], self.definitions.get(asset.partitions))

    @cached_property
    def _partitioned(self) -> int:
        """The assets that may have partitions, as a set of which each job takes what it selects."""
        assets = self._catalog.assets
        return mask_of((number for number, asset in enumerate(assets) if self.of_asset(asset) is not None), len(assets))

    @cached_property
    def unmapped_dependencies(self) -> tuple[UnmappedDependency, ...]:
        """The dependencies that Dagster refuses for their partitions, in the order of the assets."""
        if not self.definitions:
            return ()
        from floe_lint.dagster.partitions.mappings import mapping_defect

        reasons: dict[tuple[str | None, str | None], str | None] = {}
        found = []
        for asset in self._catalog.materializable:
            own = self.of_asset(asset)
            if own is None or own.definition is None:
                continue
            for dep in asset.deps:
                if dep.mapped:
                    continue
                upstream = self._catalog.by_key.get(dep.key)
                above = None if upstream is None else self.of_asset(upstream)
                if upstream is None or above is None or above.definition is None:
                    continue
                pair = (above.name, own.name)
                if pair not in reasons:
                    reasons[pair] = mapping_defect(above.definition, own.definition)
                reason = reasons[pair]
                if reason is not None:
                    found.append(
                        UnmappedDependency(PartitionedAsset(upstream, above), PartitionedAsset(asset, own), reason)
                    )
        return tuple(found)

    # ---- the jobs

    def of_job(self, job: Job) -> JobPartitions:
        """The partitions of a job."""
        if job.name not in self._of_job:
            self._of_job[job.name] = self._infer(job)
        return self._of_job[job.name]

    def _infer(self, job: Job) -> JobPartitions:
        if job.type == "ops":
            return JobPartitions(False)
        selected, catalog = self._selected, self._catalog
        is_known = selected.is_known(job)
        chosen = selected.certain(job)
        assets = (catalog.assets[number] for number in indices(chosen & self._partitioned))
        found = ((asset, self.of_asset(asset)) for asset in assets)
        members = tuple(PartitionedAsset(asset, own) for asset, own in found if own is not None)
        if not members:
            # An empty selection is a mistake of its own.
            return JobPartitions(False if chosen and is_known else None)
        certain = any(asset.own_partitions or own.name is not None for asset, own in members)
        first = members[0].partitions
        distinct = {member.partitions.name: member.partitions.definition for member in members}
        if is_known and all(_same(first.definition, definition) for definition in distinct.values()):
            return JobPartitions(is_partitioned=True, members=members, name=first.name, definition=first.definition)
        return JobPartitions(True if certain else None, members)

    def clash(self, job: Job) -> PartitionClash | None:
        """Two assets of a job whose partitions differ, so that Dagster refuses the job; ``None`` without any.


        Sets between which there is an unmapped dependency are left out: that is the same mistake.
        """
        known: dict[tuple[str | None, Identity | None], PartitionedAsset] = {}
        for member in self.of_job(job).members:
            if member.partitions.definition is not None or member.partitions.in_code is not None:
                known.setdefault((member.partitions.name, member.partitions.in_code), member)
        if len(known) < 2:
            return None
        unmapped = {
            frozenset((one.upstream.partitions.name, one.downstream.partitions.name))
            for one in self.unmapped_dependencies
        }
        members = list(known.values())
        for number, second in enumerate(members):
            for first in members[:number]:
                names = frozenset((first.partitions.name, second.partitions.name))
                field = None if names in unmapped else _differ(first.partitions, second.partitions)
                if field is not None:
                    return PartitionClash(first, second, field)
        return None

    # ---- the backfills

    @cached_property
    def unpartitioned_backfills(self) -> tuple[tuple[Backfill, Job], ...]:
        """The backfills of jobs without partitions."""
        found = []
        for backfill in self._declarations.backfills.values():
            job = self._declarations.job(backfill.job)
            if job is not None and self.of_job(job).is_partitioned is False:
                found.append((backfill, job))
        return tuple(found)

    @cached_property
    def backfill_problems(self) -> tuple[BackfillProblem, ...]:
        """The ranges that do not fit the partitions of their jobs, each reported for its first cause.

        The range of a job with multi partitions is over the time dimension, and every key of the other
        dimension runs; that of a job with static partitions is in the order of the list.
        """
        found: list[BackfillProblem] = []
        for backfill in self._declarations.backfills.values():
            job = self._declarations.job(backfill.job)
            if job is None or backfill.start is None or backfill.end is None:
                continue
            partitions = self.of_job(job)
            if partitions.definition is not None:
                name = str(partitions.name)
                found.extend(self._judge_range(backfill, name, partitions.definition, backfill.start, backfill.end))
        return tuple(found)

    def _judge_range(
        self, backfill: Backfill, name: str, definition: Definition, start: str, end: str
    ) -> Iterator[BackfillProblem]:
        if isinstance(definition, Multi):
            times = [part for _, part in definition.dimensions if isinstance(part, TimeWindow)]
            if len(times) != 1:
                many = "no time dimension" if not times else "two time dimensions"
                reason = f'partitions "{name}" have {many}, and a range runs over exactly one'
                yield BackfillProblem(
                    backfill=backfill,
                    partitions=name,
                    kind="no_time_dimension",
                    bound="start",
                    key=start,
                    reason=reason,
                )
                return
            definition = times[0]
        from floe_lint.dagster.partitions.validity import check_backfill

        defects = check_backfill(start, end, definition, self._now)
        form = [defect for defect in defects if defect.kind in ("wrong_form", "unknown_key")]
        turned = [defect for defect in defects if defect.kind == "reversed"]
        told: set[str] = set()
        for defect in form or turned or defects:
            key = start if defect.bound == "start" else end
            # What holds of both bounds is said once, at the first.
            said = defect.reason.removeprefix(f'"{key}"')
            if defect.kind in ("outside", "future") and said in told:
                continue
            told.add(said)
            yield BackfillProblem(
                backfill=backfill, partitions=name, kind=defect.kind, bound=defect.bound, key=key, reason=defect.reason
            )


def _differ(one: AssetPartitions, other: AssetPartitions) -> str | None:
    """In what Dagster certainly takes the partitions of two assets for different ones."""
    from floe_lint.dagster.partitions.identity import difference, identity_of

    first, second = (own.in_code if own.definition is None else identity_of(own.definition) for own in (one, other))
    return None if first is None or second is None else difference(first, second)


def _same(first: Definition | None, second: Definition | None) -> bool:
    """Whether two definitions are known and equal for Dagster."""
    if first is None or second is None:
        return False
    from floe_lint.dagster.partitions.mappings import same_partitions

    return same_partitions(first, second)
