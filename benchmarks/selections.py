"""Measures 1,000 selections on a graph of 50,000 assets: ``python -m benchmarks.selections``.

Each selects an asset and all that is upstream of it. networkx walks the same graph with ``ancestors``; because it takes
long, it is asked for every twentieth selection only, and its time counts twenty times.
"""

from __future__ import annotations

import gc
import math
import random
import time
from collections.abc import Callable
from typing import Any

import networkx

from floe_lint.dagster.selection.index import AssetIndex, SelectableAsset
from floe_lint.dagster.selection.resolve import resolve_all
from floe_lint.dagster.selection.syntax import Expression, parse_selection
from floe_lint.dagster.selection.tokens import SelectionError

ASSETS, PARENTS, SELECTIONS, EVERY = 50_000, 3, 1_000, 20
BOUND = 0.01
GROWTH = 1.1


def main() -> None:
    """Resolve, compare the answers, print the table; 1 when a bound is not held."""
    gc.disable()
    upstream, chosen = _graph(ASSETS)
    # Both graphs are there already.
    ours, masks = _resolved(upstream, chosen)
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_nodes_from(range(ASSETS))
    graph.add_edges_from((parent, asset) for asset, parents in enumerate(upstream) for parent in parents)
    some = range(0, SELECTIONS, EVERY)
    theirs, walked = _timed(lambda: [networkx.ancestors(graph, chosen[number]) for number in some])
    for number, ancestors in zip(some, walked, strict=True):
        if masks[number].bit_count() != len(ancestors) + 1:
            raise RuntimeError(f"asset {chosen[number]}: the answers differ")
    ratio = ours / (theirs * EVERY)
    small, few = _graph(ASSETS // 4)
    growth = math.log(ours / _resolved(small, few)[0], 4)
    print("| what | against | figure | bound |")
    print("|---|---|---|---|")
    print(f"| {SELECTIONS:,} selections, {ASSETS:,} assets | networkx | {_held(ratio, BOUND, 4)}")
    print(f"| from {ASSETS // 4:,} to {ASSETS:,} assets | growth exponent | {_held(growth, GROWTH, 2)}")
    raise SystemExit(0 if ratio <= BOUND and growth <= GROWTH else 1)


def _held(figure: float, bound: float, digits: int) -> str:
    return f"{figure:.{digits}f} | {bound:g}{'' if figure <= bound else ' (not held)'} |"


def _graph(size: int) -> tuple[list[list[int]], list[int]]:
    """The upstream assets of each asset, among the thousand before it, and the assets that are selected."""
    draw = random.Random(size)
    upstream = [
        sorted({draw.randrange(max(0, asset - 1_000), asset) for _ in range(PARENTS)}) if asset else []
        for asset in range(size)
    ]
    return upstream, [draw.randrange(size) for _ in range(SELECTIONS)]


def _resolved(upstream: list[list[int]], chosen: list[int]) -> tuple[float, list[int]]:
    """The seconds that the selections take, and the sets of assets."""
    names = [f"asset_{number}" for number in range(len(upstream))]
    index = AssetIndex([SelectableAsset(name, name) for name in names], upstream)
    return _timed(lambda: resolve_all([_parsed(f"+asset_{number}") for number in chosen], index))


def _parsed(text: str) -> Expression:
    expression = parse_selection(text)
    if isinstance(expression, SelectionError):
        raise RuntimeError(text)
    return expression


def _timed(work: Callable[[], list[Any]]) -> tuple[float, list[Any]]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


if __name__ == "__main__":
    main()
