"""Assets that depend on each other in a ring."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from floe_lint.project.asset import Asset, Dependency
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.selected import Selected


def dependency_cycles(catalog: AssetCatalog, selected: Selected) -> list[list[tuple[Asset, Dependency]]]:
    """A shortest cycle through the earliest asset of every set of assets that depend on each other.

    Each pair is an asset and its dependency on the next, the last one's on the first. Python assets come before
    others, which have no line. An asset that depends on itself alone counts unless a partition
    mapping says how: Dagster lets the partitions of an asset depend on its earlier ones.
    """
    reach = selected.index.reach
    assets = catalog.assets
    cycles = []
    for ring in reach.rings:
        if len(ring) > 1:
            start = min(ring, key=lambda number: _rank(assets[number]))
            cycles.append(_shortest(start, set(ring), lambda number: reach.following("up", number)))
    cycles.extend([number] for number, asset in enumerate(assets) if asset.deps and _on_itself(asset))
    found = []
    for cycle in sorted(cycles, key=lambda cycle: _rank(assets[cycle[0]])):
        pairs = []
        for number, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
            dependency = _dependency(assets[number], assets[following].key)
            assert dependency is not None
            pairs.append((assets[number], dependency))
        found.append(pairs)
    return found


def _shortest(start: int, inside: set[int], upstream: Callable[[int], Iterable[int]]) -> list[int]:
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        number = waiting.popleft()
        for other in upstream(number):
            if other == start:
                path = [number]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if other in inside and other not in came_from:
                came_from[other] = number
                waiting.append(other)
    raise AssertionError("a strongly connected component has a cycle through each of its members")


def _rank(asset: Asset) -> tuple[bool, str, int, int, str]:
    """The order of places: Python code by file and line, then what only the manifest knows."""
    if asset.place is None:
        return (True, "", 0, 0, asset.key)
    span = asset.place.span
    return (asset.origin != "python", asset.place.path, span.line, span.column, asset.key)


def _on_itself(asset: Asset) -> bool:
    dependency = _dependency(asset, asset.key)
    return dependency is not None and not dependency.mapped


def _dependency(asset: Asset, key: str) -> Dependency | None:
    """The dependency of an asset on a key; one that is written down before one that tables imply."""
    found = [dep for dep in asset.deps if dep.key == key]
    return min(found, key=lambda dep: dep.implied) if found else None
