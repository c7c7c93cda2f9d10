"""What a job's run sets off: sensors that watch the job or what it materializes, and so further jobs."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import Literal

from floe_lint.dagster.daemons import eager_after, eager_path
from floe_lint.dagster.selection.reach import members, strong_components
from floe_lint.format.floe_yaml import Job, Orchestration, Sensor
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.selected import Selected

_STARTS = 20
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

    direct: frozenset[int]
    eager: frozenset[int]
    listeners: frozenset[int]

    @property
    def updated(self) -> frozenset[int]:
        """The watched assets that are materialized in the end."""
        return self.direct | self.eager


class Triggers:
    """Sensors and jobs as a graph in which an arrow means "starts".

    As Dagster does it: a run-status sensor sees the runs of every job it watches, the one that it runs included;
    an asset sensor sees materializations by any run, of automation too. The loader's asset sensors pass over
    materializations by runs that they asked for themselves. Of automation conditions only ``eager`` answers to
    an update: ``on_cron`` waits for its tick and ``on_missing`` runs once. File watchers and custom sensors are
    started by nothing in the project that can be known.
    """

    def __init__(self, declarations: Orchestration, catalog: AssetCatalog, selected: Selected) -> None:
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
        return [self._shortest(ring) for ring in self._rings]

    @cached_property
    def looping(self) -> frozenset[str]:
        """The names of all sensors that are part of a loop."""
        return frozenset(self._sensors[number].name for ring in self._rings for number in ring)

    def rebuilt(self, sensor: Sensor) -> list[str]:
        """The assets that an asset sensor watches and its own job materializes, as they are named there."""
        if sensor.type != "asset_sensor" or sensor.job is None:
            return []
        materialized = self._materialized(sensor.job)
        return [
            name
            for name in sensor.watched_assets
            if name is not None and any(materialized >> number & 1 for number in self._numbers(name))
        ]

    # ---- what is watched and what is materialized

    def _numbers(self, name: str) -> list[int]:
        key = self._selected.index.key_of(name)
        return [] if key is None else self._selected.index.keys[key]

    @cached_property
    def _watched(self) -> list[frozenset[int]]:
        """What each sensor watches."""
        return [
            frozenset(number for name in sensor.watched_assets if name is not None for number in self._numbers(name))
            if sensor.type == "asset_sensor"
            else frozenset()
            for sensor in self._sensors
        ]

    def _materialized(self, job: str) -> int:
        declared = self._jobs.get(job)
        return 0 if declared is None or declared.type != "batch" else self._selected.certain(declared)

    @cached_property
    def _eager(self) -> frozenset[int]:
        return frozenset(number for number, asset in enumerate(self._catalog.assets) if asset.automation == "eager")

    # ---- the graph: sensors first, then jobs, then watched assets

    @cached_property
    def _watching(self) -> dict[int, list[int]]:
        """Sensors by the asset that they watch."""
        result: dict[int, list[int]] = {}
        for number, watched in enumerate(self._watched):
            for asset in sorted(watched):
                result.setdefault(asset, []).append(number)
        return result

    @cached_property
    def _after(self) -> dict[str, _After]:
        """What follows the runs of every job."""
        listeners: dict[str, set[int]] = {job: set() for job in self._jobs}
        for number, sensor in enumerate(self._sensors):
            for name in sensor.watched_jobs:
                if name in listeners:
                    listeners[name].add(number)
        runs = [self._materialized(job) for job in self._jobs] if self._watching else [0] * len(self._jobs)
        watched = self._selected.index.mask(self._watching) if self._watching else 0
        eager: list[set[int]] = [set() for _ in runs]
        if self._watching and self._eager:
            automatic = eager_after(self._selected.index.reach, self._eager, runs)
            for asset in self._watching:
                for run in members(automatic[asset]):
                    eager[run].add(asset)
        return {
            job: _After(frozenset(members(run & watched)), frozenset(following), frozenset(listeners[job]))
            for job, run, following in zip(self._jobs, runs, eager, strict=True)
        }

    @cached_property
    def _rings(self) -> list[list[int]]:
        """Sets of sensors that start each other, each in the order of the file."""
        count = len(self._sensors)
        job_nodes = {job: count + number for number, job in enumerate(self._jobs)}
        first_asset = count + len(job_nodes)
        asset_nodes = {asset: first_asset + number for number, asset in enumerate(self._watching)}
        following: list[list[int]] = [[job_nodes[str(sensor.job)]] for sensor in self._sensors]
        following.extend(
            [*sorted(after.listeners), *(asset_nodes[asset] for asset in sorted(after.updated))]
            for after in self._after.values()
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
        return number in after.listeners or not after.eager.isdisjoint(self._watched[number])

    def _shortest(self, ring: list[int]) -> tuple[Step, ...]:
        """A shortest loop of a ring; of several the one that begins first in the file."""
        for number in ring:
            if self._starts_itself(number):
                return (self._step(number, number),)
        best: list[int] = []
        for start in ring[:_STARTS]:
            found = self._loop(start, ring)
            if not best or len(found) < len(best):
                best = found
            if len(best) == 2:
                break
        return tuple(self._step(one, other) for one, other in zip(best, [*best[1:], best[0]], strict=True))

    def _loop(self, start: int, ring: list[int]) -> list[int]:
        """A shortest loop through one sensor of a ring that does not start itself."""
        inside = set(ring) - {start}
        came_from: dict[int, int] = {}
        seen_jobs: set[str] = set()
        seen_assets: set[int] = set()
        waiting = deque([start])
        while waiting:
            number = waiting.popleft()
            job = str(self._sensors[number].job)
            after = self._after[job]
            updated = after.updated
            if number != start and (start in after.listeners or not updated.isdisjoint(self._watched[start])):
                path = [number]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if job in seen_jobs:
                continue
            seen_jobs.add(job)
            news = updated - seen_assets
            seen_assets |= news
            started = inside & after.listeners.union(*(self._watching[asset] for asset in news))
            for other in sorted(started):
                if other not in came_from:
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
        if one != other and not after.direct.isdisjoint(watched):
            return Step(sensor, job, "asset", asset=assets[min(after.direct & watched)].key)
        follower = min(after.eager & watched)
        path = eager_path(self._selected.index.reach, self._eager, self._materialized(job), follower)
        keys = tuple(assets[number].key for number in path)
        return Step(sensor, job, "eager", asset=keys[-1], through=keys)
