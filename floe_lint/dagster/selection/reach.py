"""What lies upstream and downstream of sets of assets.

A set of assets is an integer whose bit *i* says that asset *i* is in it: union, intersection and difference
are then single operations, however many assets there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Literal

Direction = Literal["up", "down"]

_BATCH = 1024
"""How many closures one sweep carries: a bit for each in a row for every asset."""

_FEW = 4
"""Up to so many closures are walked one by one: a sweep touches the whole graph, a walk what it finds."""


def mask_of(indices: Iterable[int], size: int) -> int:
    """Return the set of assets with these indices, all below ``size``."""
    bits = bytearray(size // 8 + 1)
    for index in indices:
        bits[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(bits, "little")


def members(mask: int) -> list[int]:
    """Return the indices of the assets in a set, in ascending order."""
    digits = bin(mask)[:1:-1]
    found = []
    index = digits.find("1")
    while index >= 0:
        found.append(index)
        index = digits.find("1", index + 1)
    return found


class Reach:
    """The dependencies between assets, and the sets that can be reached along them.

    Built from each asset's upstream indices. An asset that depends on itself (on its earlier partitions) is
    not its own upstream here. Cycles, which Dagster refuses, are harmless.
    """

    def __init__(self, upstream: Sequence[Sequence[int]]) -> None:
        self.size = len(upstream)
        self._next: dict[Direction, list[list[int]]] = {"up": [], "down": [[] for _ in upstream]}
        for asset, parents in enumerate(upstream):
            others = [parent for parent in dict.fromkeys(parents) if parent != asset]
            self._next["up"].append(others)
            for parent in others:
                self._next["down"][parent].append(asset)
        self._known: dict[tuple[Direction, int], int] = {}

    def following(self, direction: Direction, asset: int) -> Sequence[int]:
        """Return the assets one level above or below one asset, each once."""
        return self._next[direction][asset]

    def neighbours(self, direction: Direction, seeds: int) -> int:
        """Return the assets one level above or below any of ``seeds``."""
        following = self._next[direction]
        return mask_of((other for seed in members(seeds) for other in following[seed]), self.size)

    def within(self, direction: Direction, seeds: int, depth: int | None) -> int:
        """Return ``seeds`` and what is up to ``depth`` levels above or below (``None``: at any distance)."""
        following = self._next[direction]
        level = members(seeds)
        seen = bytearray(self.size)
        for asset in level:
            seen[asset] = 1
        found = list(level)
        while level and depth != 0:
            below = []
            for asset in level:
                for other in following[asset]:
                    if not seen[other]:
                        seen[other] = 1
                        below.append(other)
            found += below
            level = below
            depth = None if depth is None else depth - 1
        return mask_of(found, self.size)

    def closure(self, direction: Direction, seeds: int) -> int | None:
        """Return ``seeds`` and all above or below them; ``None`` before :meth:`close` was given them."""
        return self._known.get((direction, seeds)) if seeds else 0

    def close(self, wanted: Collection[tuple[Direction, int]]) -> None:
        """Work out the closures of many sets at once, for :meth:`closure` to return.

        More than a few take one pass over the graph together: every asset gets a row of bits, one for each
        set that reaches it, and hands its row on to its neighbours. A transposition turns rows into sets.
        """
        for direction in ("up", "down"):
            masks = [mask for way, mask in dict.fromkeys(wanted) if way == direction]
            if len(masks) <= _FEW:
                for mask in masks:
                    self._known[direction, mask] = self.within(direction, mask, None)
                continue
            for start in range(0, len(masks), _BATCH):
                batch = masks[start : start + _BATCH]
                rows = self._rows(batch)
                self._sweep(direction, rows)
                for mask, closed in zip(batch, transpose(rows, len(batch)), strict=True):
                    self._known[direction, mask] = closed

    def _rows(self, masks: Sequence[int]) -> list[int]:
        """Return for every asset the bits of the sets that hold it."""
        if any(mask & (mask - 1) for mask in masks):
            return transpose(masks, self.size)
        # Nearly always each set is a single asset, whose index is cheap to tell.
        rows = [0] * self.size
        for number, mask in enumerate(masks):
            rows[mask.bit_length() - 1] |= 1 << number
        return rows

    def _sweep(self, direction: Direction, rows: list[int]) -> None:
        """Let every row flow to all that lies above or below its asset."""
        following = self._next[direction]
        for ring in reversed(self.rings) if direction == "up" else self.rings:
            row = 0
            for asset in ring:
                row |= rows[asset]
            if row:
                for asset in ring:
                    rows[asset] = row
                    for other in following[asset]:
                        rows[other] |= row

    @cached_property
    def rings(self) -> list[list[int]]:
        """The strongly connected components (single assets unless there is a cycle), upstream ones first."""
        return strong_components(self._next["up"])


def strong_components(following: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components of a graph, each after all that can be reached from it.

    ``following`` holds for every node the nodes its edges lead to. Tarjan's algorithm, with a list in place of
    the call stack.
    """
    size = len(following)
    number = [0] * size
    lowest = [0] * size
    count = 0
    open_nodes: list[int] = []
    rings: list[list[int]] = []
    finished = size + 1
    for root in range(size):
        if number[root]:
            continue
        path = [(root, iter(following[root]))]
        count += 1
        number[root] = lowest[root] = count
        open_nodes.append(root)
        while path:
            node, rest = path[-1]
            for other in rest:
                if not number[other]:
                    path.append((other, iter(following[other])))
                    count += 1
                    number[other] = lowest[other] = count
                    open_nodes.append(other)
                    break
                if lowest[other] != finished and number[other] < lowest[node]:
                    lowest[node] = number[other]
            else:
                path.pop()
                low = lowest[node]
                if path and low < lowest[path[-1][0]]:
                    lowest[path[-1][0]] = low
                if low == number[node]:
                    ring = [open_nodes.pop()]
                    while ring[-1] != node:
                        ring.append(open_nodes.pop())
                    for member in ring:
                        lowest[member] = finished
                    rings.append(ring)
    return rings


def transpose(masks: Sequence[int], width: int) -> list[int]:
    """Turn rows of ``width`` bits into ``width`` columns of ``len(masks)`` bits.

    Bit *i* of ``masks[j]`` becomes bit *j* of the result's element *i*. Squares of 8 × 8 bits are turned by
    three exchanges of blocks (Warren, "Hacker's Delight", 7-3), all squares of a column of bytes at once.
    """
    size = width // 8 + 1
    squares = len(masks) // 8 + 1
    rows = b"".join([mask.to_bytes(size, "little") for mask in masks])
    rows += bytes(size * (squares * 8 - len(masks)))
    exchanges = [
        (shift, int.from_bytes(bytes.fromhex(bits)[::-1] * squares, "little"))
        for shift, bits in ((7, "00aa00aa00aa00aa"), (14, "0000cccc0000cccc"), (28, "00000000f0f0f0f0"))
    ]
    columns: list[int] = []
    for place in range(size):
        block = int.from_bytes(rows[place::size], "little")
        if not block:
            columns += [0] * 8
            continue
        for shift, bits in exchanges:
            moved = (block ^ block >> shift) & bits
            block ^= moved ^ moved << shift
        turned = block.to_bytes(squares * 8, "little")
        columns += [int.from_bytes(turned[bit::8], "little") for bit in range(8)]
    return columns[:width]
