"""A name that Dagster refuses."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import (
    RESERVED,
    At,
    Place,
    Problem,
    Project,
    StaticAsset,
    input_name,
    is_group,
    is_name,
    op_name_of_parts,
    part_as_name,
)

_SLASH = 'has a name that Dagster refuses: a "/" does not separate the parts of a key'


def check(project: Project) -> Iterator[Problem]:
    """One problem for each refused name, in floe.yaml, the asset modules and the manifest."""
    declarations = project.declarations
    for kind, entries in (
        ("job", declarations.jobs),
        ("schedule", declarations.schedules),
        ("sensor", declarations.sensors),
    ):
        for name, entry in entries.items():
            if name in RESERVED:
                yield Problem(
                    At(entry.route, key=True),
                    f'{kind} "{name}" has a name that Dagster keeps for itself; "{name}_{kind}" would do',
                )
    yield from _assets(project)
    yield from _groups(project)
    for refused in project.catalog.dbt.refused if project.catalog.dbt is not None else ():
        yield Problem(
            At(("orchestration", "dbt", "manifest_path")), f'dbt node "{refused.unique_id}": {refused.reason}'
        )


def _assets(project: Project) -> Iterator[Problem]:
    """Keys that the modules give to assets, and those that they depend on, in the order of the text."""
    assets = _static_assets(project)
    keys = {asset.key for asset in assets if asset.key is not None}
    refused = set()
    found: dict[tuple[Place, str], Problem] = {}
    for asset in assets:
        problem = _own_name(asset)
        if problem is not None:
            refused.add(asset.key)
            found[asset.place, problem.message] = problem
    for asset in assets:
        for dep in asset.deps:
            problem = None
            if dep.key is None or dep.key in refused:
                continue
            if dep.named:
                problem = _dependency(dep.key, dep.place)
            elif any("/" in part for part in dep.key) and dep.key not in keys and project.catalog.complete:
                problem = _input(dep.key, dep.place, keys, project)
            if problem is not None:
                found.setdefault((dep.place, problem.message), problem)
    yield from found.values()


def _static_assets(project: Project) -> list[StaticAsset]:
    """What the modules define, each once however many modules import it."""
    return list(
        {
            (asset.place, asset.key): asset
            for module in project.catalog.modules
            if module.facts is not None
            for asset in module.facts.assets
        }.values()
    )


def _own_name(asset: StaticAsset) -> Problem | None:
    """Of the name that Dagster makes of a key; an output of ``outs`` has its own."""
    if not asset.named:
        return None
    of_output = asset.named[0].argument == "output"
    parts = tuple(part for given in asset.named for part in given.parts)
    shown = "/".join(parts if of_output else asset.key or ())
    thing = "output" if of_output else "asset"
    name = parts[0] if of_output else op_name_of_parts(parts)
    if name in RESERVED:
        return Problem(
            asset.named[-1].place, f'{thing} "{shown}" has a name that Dagster keeps for itself; give it another'
        )
    for given in asset.named:
        if all(not part or is_name(part if of_output else part_as_name(part)) for part in given.parts):
            continue
        if not _is_split(parts):
            allowed = '"_"' if of_output else '"_", "." and "-"'
            allowed = f"only letters, digits and {allowed}" if of_output else f"only letters, digits, {allowed}"
            return Problem(given.place, f'{thing} "{shown}" has a name that Dagster refuses: {allowed}')
        whole = _written(parts if given.argument in ("name", "output") else given.parts)
        way_out = {
            "key": whole,
            "key_prefix": whole,
            "name": f"key={whole}",
            "output": f'"{parts[0].rpartition("/")[2]}": AssetOut(key={whole})',
        }[given.argument]
        return Problem(given.place, f'{thing} "{shown}" {_SLASH}; write {way_out}')
    return None


def _dependency(key: tuple[str, ...], place: Place) -> Problem | None:
    """Of the name of the input that Dagster makes of the key."""
    name = input_name(key)
    shown = "/".join(key)
    if name in RESERVED:
        return Problem(
            place,
            f'dependency "{shown}" has a name that Dagster keeps for itself; give the asset another, or a key_prefix',
        )
    if is_name(name):
        return None
    if _is_split(key):
        return Problem(place, f'dependency "{shown}" {_SLASH}; write {_written(key)}')
    return Problem(
        place, f'dependency "{shown}" has a name that Dagster refuses: only letters, digits, "_", "." and "-"'
    )


def _input(key: tuple[str, ...], place: Place, keys: set[tuple[str, ...]], project: Project) -> Problem | None:
    """An input is named after its parameter, so that Dagster takes any key: what was meant is an asset that exists."""
    meant = tuple(inner for part in key for inner in part.split("/"))
    known = project.catalog.by_key.get("/".join(meant))
    if meant not in keys and (known is None or known.origin not in ("dbt", "dbt source")):
        return None
    return Problem(
        place,
        f'input "{"/".join(key)}" names no asset: a "/" does not separate the parts of a key; '
        f"write AssetIn({_written(key)})",
    )


def _is_split(parts: tuple[str, ...]) -> bool:
    """Whether parts would be names if each "/" separated two."""
    split = [inner for part in parts for inner in part.split("/")]
    return len(split) > len(parts) and all(is_name(part_as_name(inner)) for inner in split)


def _written(parts: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{inner}"' for part in parts for inner in part.split("/")) + "]"


def _groups(project: Project) -> Iterator[Problem]:
    """Groups as the modules name them: Dagster refuses one also where a pattern would set another."""
    seen = set()
    for module in project.catalog.modules:
        for asset in module.facts.assets if module.facts is not None else ():
            if asset.group is None or asset.key is None or is_group(asset.group) or asset.place in seen:
                continue
            seen.add(asset.place)
            yield Problem(
                asset.place,
                f'asset "{"/".join(asset.key)}" is in group "{asset.group}", which Dagster refuses: '
                'only letters, digits and "_", with "/" between parts',
            )
