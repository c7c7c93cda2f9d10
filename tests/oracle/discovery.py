"""What lint reads from the text of asset modules is what Dagster finds in them once they are imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from floe_lint.python.facts import ModuleFacts, StaticAsset
from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module

Key = tuple[str, ...]


def disagreements(folder: Path, name: str) -> Iterator[str]:
    """Where the facts about a module of a folder are wrong. What they leave open is never wrong."""
    try:
        theirs = loaded(folder, name)
    except Exception:
        # A module that Dagster does not load has no right answer.
        return
    file = find_module(name, [str(folder)], None)
    assert isinstance(file, ModuleFile)
    facts = read_module(file)
    if facts.syntax_error is not None:
        yield f"lint says {facts.syntax_error.message}, Dagster loads the module"
        return
    yield from _compared(facts, theirs)


def _compared(facts: ModuleFacts, theirs: dict[Key, Any]) -> Iterator[str]:
    ours: dict[Key, list[StaticAsset]] = {}
    for asset in facts.assets:
        if asset.key is not None:
            ours.setdefault(asset.key, []).append(asset)
    if not facts.unknowns and any(asset.key is None for asset in facts.assets):
        yield "an asset has no key, and nothing is said to be unknown"
    if not facts.unknowns and set(ours) != set(theirs):
        yield f"lint finds {sorted(ours)}, Dagster {sorted(theirs)}, and nothing is said to be unknown"
    for key, assets in ours.items():
        spec = theirs.get(key)
        if spec is None:
            if not facts.unknowns:
                continue
            yield f"lint finds {key}, Dagster does not; unknown is {[unknown.reason for unknown in facts.unknowns]}"
            continue
        for asset in assets:
            yield from _facts(key, asset, spec, bool(facts.unknowns))


def _facts(key: Key, asset: StaticAsset, spec: Any, unknowns: bool) -> Iterator[str]:
    group = spec.group_name or "default"
    if asset.group is not None and asset.group != group:
        yield f"{key}: group {asset.group}, Dagster has {group}"
    if asset.tags is not None and dict(asset.tags) != dict(spec.tags):
        yield f"{key}: tags {dict(asset.tags)}, Dagster has {dict(spec.tags)}"
    if asset.owners is not None and tuple(asset.owners) != tuple(getattr(spec, "owners", ()) or ()):
        yield f"{key}: owners {asset.owners}, Dagster has {spec.owners}"
    deps = {tuple(dep.asset_key.path) for dep in getattr(spec, "deps", ())}
    ours = {dep.key for dep in asset.deps if dep.key is not None}
    if not ours <= deps or (not unknowns and ours != deps):
        yield f"{key}: deps {sorted(ours)}, Dagster has {sorted(deps)}"
    if unknowns:
        return
    if asset.group is None or asset.tags is None or asset.owners is None or len(ours) < len(asset.deps):
        yield f"{key}: something is unknown, and nothing is said to be"


def loaded(folder: Path, name: str) -> dict[Key, Any]:
    """The specs of the assets that Dagster loads from a module, by key."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    module = importlib.import_module(name)
    found: dict[Key, Any] = {}
    loaded: Any = dg.load_assets_from_modules([module])
    for item in loaded:
        for spec in item.specs if isinstance(item, dg.AssetsDefinition) else [item]:
            found[tuple(spec.key.path)] = spec
    return found
