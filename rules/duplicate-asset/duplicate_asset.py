"""Two assets have one key, or one function's name."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Place, Problem, Project, Related, op_name


def check(project: Project) -> Iterator[Problem]:
    """One problem for each second definition."""
    dbt_route = At(("orchestration", "dbt", "manifest_path"))
    for duplicate in project.catalog.duplicates:
        first = duplicate.first.place
        kinds = {duplicate.first.origin, duplicate.second.origin}
        by = "by a Python asset and a dbt model" if "dbt" in kinds and len(kinds) > 1 else "twice"
        yield Problem(
            duplicate.second.place if duplicate.second.origin != "dbt" and duplicate.second.place else dbt_route,
            f'asset "{duplicate.key}" is defined {by}; give one of them another name',
            related=() if first is None else (Related(Place(first.path, first.span), "first defined here"),),
        )
    yield from _lost(project)
    yield from _same_op(project)
    for same in project.catalog.dbt.duplicates if project.catalog.dbt is not None else ():
        names = " and ".join(f'"{unique_id}"' for unique_id in same.unique_ids)
        yield Problem(dbt_route, f'dbt gives {names} the same asset key "{same.key}"; give one of them another name')


def _same_op(project: Project) -> Iterator[Problem]:
    """One problem for each multi-asset whose op has the name of another one, or of an asset's, which has its key."""
    keys = {duplicate.key for duplicate in project.catalog.duplicates}
    known: dict[str, Place] = {}
    several: dict[Place, str] = {}
    for module in project.catalog.modules:
        for asset in module.facts.assets if module.facts is not None else ():
            if asset.key is None or asset.is_external or "/".join(asset.key) in keys:
                continue
            name, place = asset.op or (op_name("/".join(asset.key)), asset.place)
            first = known.setdefault(name, place)
            if first != place and place not in several and (asset.op is not None or first in several):
                yield Problem(
                    place,
                    f'an op "{name}" is defined twice, and Dagster refuses two of one name; '
                    "give one of the functions another name",
                    related=(Related(first, "first defined here"),),
                )
            if asset.op is not None:
                several[place] = name


def _lost(project: Project) -> Iterator[Problem]:
    """One problem for each function that is defined again, so that Dagster never sees the first."""
    seen = set()
    for module in project.catalog.modules:
        for lost in module.facts.lost if module.facts is not None else ():
            if lost in seen:
                continue
            seen.add(lost)
            thing = f'asset "{"/".join(lost.key)}"' if lost.key is not None else f'the asset function "{lost.name}"'
            yield Problem(
                lost.again,
                f"{thing} is defined twice in this module; Python keeps only the last, at line {lost.kept.span.line}; "
                "give one of them another name",
                related=(Related(lost.place, "first defined here"),),
            )
