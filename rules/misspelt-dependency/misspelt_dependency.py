"""A dependency names an asset, or a table, that does not exist and is nearly the name of one that does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from floe_lint.rules import PROVISIONAL, Asset, Problem, Project, nearest, promised_keys


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such dependency; none where assets may be unknown."""
    catalog = project.catalog
    promised = frozenset[str]() if catalog.complete else promised_keys(project)
    if promised is None:
        return
    known = [*(asset.key for asset in catalog.assets if asset.origin != "external"), *sorted(promised)]
    for asset in catalog.assets:
        if asset.origin != "python":
            continue
        for dep in asset.deps:
            target = catalog.by_key.get(dep.key)
            if (
                dep.loaded
                or dep.place is None
                or target is None
                or target.origin != "external"
                or target.place != dep.place
                or dep.key in promised
            ):
                continue
            near = nearest(dep.key, known)
            if near is not None and near != asset.key:
                yield Problem(
                    dep.place,
                    f'asset "{asset.key}" depends on "{dep.key}", which does not exist; did you mean "{near}"?',
                    help="Dagster would take it for an external asset and drop the dependency"
                    + ("" if catalog.complete else f"\n{PROVISIONAL}"),
                )
        yield from _tables(asset, catalog.writers)


def _tables(asset: Asset, writers: Mapping[str, str]) -> Iterator[Problem]:
    """One problem for each table of ``inputs`` that nobody writes."""
    for table, place in asset.unwritten_inputs:
        near = nearest(table, (known for known in writers if _is_alike(table, known)))
        if near is not None and writers[near] != asset.key:
            yield Problem(
                place,
                f'asset "{asset.key}" reads "{table}", which no asset writes; did you mean "{near}"?',
                help=f'it would not wait for "{writers[near]}", which writes "{near}"',
            )


def _is_alike(table: str, known: str) -> bool:
    """Whether two tables may be the same: ``src.orders`` is another table than ``stg.orders``."""
    parts, others = table.split("."), known.split(".")
    return len(parts) == len(others) and all(
        part == other or (nearest(part, (other,)) is not None and _digits(part) == _digits(other))
        for part, other in zip(parts, others, strict=True)
    )


def _digits(text: str) -> list[str]:
    return [letter for letter in text if letter.isdigit()]
