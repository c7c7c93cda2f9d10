"""What a job's run sets off: sensors that watch the job or what it materializes, and so further jobs."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import Literal, NamedTuple

from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.declarations import Declarations, Job, Sensor
from floe_lint.project.selected import Selected
from floe_lint.selection.reach import members, strong_components

_STARTS = 100
"""The shortest loop is looked for from so many sensors of a ring."""


class Step(NamedTuple):
    """``sensor`` runs ``job``, and a run of that job starts the sensor of the next step.

    ``cause`` says how: the run reaches a ``status``, it materializes ``asset``, or assets that are ``eager``
    materialize after it, ``through`` from what the run materializes to what the next sensor watches.
    """

    sensor: Sensor
    job: str
    cause: Literal["status", "asset", "eager"]
    status: str | None = None
    asset: str | None = None
    through: tuple[str, ...] = ()


class _After(NamedTuple):
    """What follows the runs of a job.

    Watched assets that it materializes, watched assets that are eager and materialize then, and the run-status
    sensors that watch the job.
    """

    direct: list[int]
    eager: list[int]
    listeners: list[int]

    @property
    def updated(self) -> list[int]:
        """The watched assets that are materialized in the end."""
        return [*self.direct, *self.eager]


class Triggers:
    """Sensors and jobs as a graph in which an arrow means "starts".

    As Dagster does it: a run-status sensor sees the runs of every job it watches, the one that it runs included;
    an asset sensor sees materializations by any run, of automation too. The loader's asset sensors pass over
    materializations by runs that they asked for themselves. Of automation conditions only ``eager`` answers to
    an update: ``on_cron`` waits for its tick and ``on_missing`` runs once. File watchers and custom sensors are
    started by nothing in the project that can be known.
    """

    def __init__(self, declarations: Declarations, catalog: AssetCatalog, selected: Selected) -> None:
        self._catalog = catalog
        self._selected = selected
        jobs = declarations.names("jobs")
        self._sensors = [sensor for sensor in declarations.sensors.values() if sensor.job in jobs]
        self._jobs: dict[str, Job | None] = {
            name: declarations.jobs.get(name) for name in dict.fromkeys(str(s.job) for s in self._sensors)
        }

    @cached_property
    def loops(self) -> list[tuple[Step, ...]]:
        """A shortest loop in every set of sensors that start each other, from its first sensor in the file.

        The last step starts the sensor of the first. A single asset sensor whose job materializes what it watches
        is no loop, because the loader breaks it.
        """
        return [min((self._loop(start, ring) for start in ring[:_STARTS]), key=len) for ring in self._rings]

    @cached_property
    def looping(self) -> frozenset[str]:
        """The names of all sensors that are part of a loop."""
        return frozenset(self._sensors[number].name for ring in self._rings for number in ring)

    def rebuilt(self, sensor: Sensor) -> list[str]:
        """The assets that an asset sensor watches and its own job materializes, as they are named there."""
        if sensor.type != "asset_sensor" or sensor.job is None:
            return []
        materialized = self._materialized(sensor.job)
        return [name for name in sensor.watched_assets if name is not None and self._mask_of(name) & materialized]

    # ---- what is watched and what is materialized, as sets of assets

    def _mask_of(self, name: str) -> int:
        key = self._selected.index.key_of(name)
        return 0 if key is None else self._selected.index.mask(self._selected.index.keys[key])

    @cached_property
    def _watched(self) -> list[int]:
        """What each sensor watches."""
        result = []
        for sensor in self._sensors:
            mask = 0
            if sensor.type == "asset_sensor":
                for name in sensor.watched_assets:
                    mask |= 0 if name is None else self._mask_of(name)
            result.append(mask)
        return result

    def _materialized(self, job: str) -> int:
        declared = self._jobs.get(job)
        return 0 if declared is None or declared.type != "batch" else self._selected.certain(declared)

    @cached_property
    def _eager(self) -> int:
        assets = self._catalog.assets
        return self._selected.index.mask(
            number for number, asset in enumerate(assets) if asset.automation == "eager" and not asset.external
        )

    def _followers(self, materialized: int) -> dict[int, tuple[int, bool]]:
        """The eager assets that materialize after a run.

        Each comes with the asset whose update is the cause, and whether that one was automation's work too.
        Dagster passes over the update of an upstream asset if the same run materializes the eager asset too
        (``AutomationCondition.any_deps_updated``); an update by automation counts for everything below it.
        """
        found: dict[int, tuple[int, bool]] = {}
        if not self._eager:
            return found
        reach = self._selected.index.reach
        waiting = deque((asset, False) for asset in members(materialized))
        while waiting:
            asset, automatic = waiting.popleft()
            for below in reach.following("down", asset):
                fresh = below not in found and self._eager >> below & 1
                if fresh and (automatic or not materialized >> below & 1):
                    found[below] = (asset, automatic)
                    waiting.append((below, True))
        return found

    # ---- the graph: sensors first, then jobs, then watched assets

    @cached_property
    def _watching(self) -> dict[int, list[int]]:
        """Sensors by the asset that they watch."""
        result: dict[int, list[int]] = {}
        for number, mask in enumerate(self._watched):
            for asset in members(mask):
                result.setdefault(asset, []).append(number)
        return result

    @cached_property
    def _after(self) -> dict[str, _After]:
        """What follows the runs of every job."""
        watched = 0
        for mask in self._watched:
            watched |= mask
        listeners: dict[str, list[int]] = {}
        for number, sensor in enumerate(self._sensors):
            if sensor.type == "run_status":
                for name in dict.fromkeys(sensor.watched_jobs):
                    listeners.setdefault(str(name), []).append(number)
        followers: dict[int, list[int]] = {}
        result = {}
        for job in self._jobs:
            materialized = self._materialized(job) if watched else 0
            if materialized not in followers:
                found = self._followers(materialized)
                followers[materialized] = sorted(asset for asset in found if watched >> asset & 1)
            direct = members(materialized & watched)
            result[job] = _After(direct, followers[materialized], listeners.get(job, []))
        return result

    @cached_property
    def _rings(self) -> list[list[int]]:
        """Sets of sensors that start each other, each in the order of the file."""
        count = len(self._sensors)
        job_nodes = {job: count + number for number, job in enumerate(self._jobs)}
        first_asset = count + len(job_nodes)
        asset_nodes = {asset: first_asset + number for number, asset in enumerate(self._watching)}
        following: list[list[int]] = [[job_nodes[str(sensor.job)]] for sensor in self._sensors]
        following.extend(
            [*after.listeners, *(asset_nodes[asset] for asset in after.updated)] for after in self._after.values()
        )
        following.extend(self._watching.values())
        rings = []
        for component in strong_components(following):
            ring = sorted(node for node in component if node < count)
            if len(ring) > 1 or (ring and self._starts_itself(ring[0])):
                rings.append(ring)
        return sorted(rings)

    def _starts_itself(self, number: int) -> bool:
        """Whether the runs of a sensor start it again, those aside that it passes over."""
        after = self._after[str(self._sensors[number].job)]
        return number in after.listeners or any(self._watched[number] >> asset & 1 for asset in after.eager)

    def _loop(self, start: int, ring: list[int]) -> tuple[Step, ...]:
        """A shortest loop through one sensor of a ring."""
        if self._starts_itself(start):
            return (self._step(start, start),)
        inside = set(ring)
        came_from: dict[int, int] = {}
        seen_jobs: set[str] = set()
        seen_assets: set[int] = set()
        waiting = deque([start])
        while waiting:
            number = waiting.popleft()
            job = str(self._sensors[number].job)
            after = self._after[job]
            back = start in after.listeners or any(self._watched[start] >> asset & 1 for asset in after.updated)
            if number != start and back:
                path = [number]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                path.reverse()
                return tuple(self._step(one, other) for one, other in zip(path, [*path[1:], start], strict=True))
            if job in seen_jobs:
                continue
            seen_jobs.add(job)
            news = [asset for asset in after.updated if asset not in seen_assets]
            seen_assets.update(news)
            started = {*after.listeners, *(other for asset in news for other in self._watching[asset])}
            for other in sorted(started & inside - {start} - came_from.keys()):
                came_from[other] = number
                waiting.append(other)
        raise AssertionError("a strongly connected component has a loop through each of its members")

    def _step(self, one: int, other: int) -> Step:
        """How the run that one sensor asks for starts another, or the same again."""
        sensor, job = self._sensors[one], str(self._sensors[one].job)
        after = self._after[job]
        if other in after.listeners:
            return Step(sensor, job, "status", status=self._sensors[other].status)
        assets = self._catalog.assets
        watched = self._watched[other]
        direct = next((asset for asset in after.direct if watched >> asset & 1), None)
        if direct is not None and one != other:
            return Step(sensor, job, "asset", asset=assets[direct].key)
        causes = self._followers(self._materialized(job))
        path = [next(asset for asset in after.eager if watched >> asset & 1)]
        automatic = True
        while automatic:
            above, automatic = causes[path[-1]]
            path.append(above)
        keys = tuple(assets[number].key for number in reversed(path))
        return Step(sensor, job, "eager", asset=keys[-1], through=keys)
