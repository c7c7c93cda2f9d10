"""Assets that depend on each other in a ring."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Asset, At, Dependency, Place, Problem, Project, Related, dependency_cycles

_MOST = 50
"""A message names no more assets of one cycle."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each set of assets that depend on each other: a shortest cycle, from its earliest place."""
    for cycle in dependency_cycles(project.catalog, project.selected):
        (asset, dependency), *others = cycle
        if not others:
            message = f'asset "{asset.key}" depends on itself'
            help = "only an asset with time partitions may, each depending on earlier ones"
        else:
            message = f'asset "{asset.key}" depends on {_chain(cycle)}'
            help = "Dagster refuses assets that wait for each other; take one of the dependencies out"
        yield Problem(
            _at(asset, dependency),
            message,
            help=help,
            related=tuple(
                Related(_at(other, upstream), f'"{other.key}" depends on "{upstream.key}"')
                for other, upstream in others[:_MOST]
            ),
        )


def _chain(cycle: list[tuple[Asset, Dependency]]) -> str:
    names = [f'"{dependency.key}"' for _, dependency in cycle]
    if len(names) > _MOST:
        names[_MOST - 1 : -1] = [f"… ({len(names) - _MOST} more)"]
    return ", which depends on ".join(names)


def _at(asset: Asset, dependency: Dependency) -> At | Place:
    return dependency.place or asset.place or At(("orchestration", "dbt"))
