"""The asset keys that the files of a dbt project promise, for as long as its manifest is not there.

They are provisional: a macro, ``enabled`` or a variable can make it otherwise. In doubt a key is among them, so that
nothing is called missing that may be there; where even that is not possible, nothing is said.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.disk import filesystem
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.data import to_data
from floe_lint.yaml.parse import read_document

PROJECT_FILE = "dbt_project.yml"

_DEFAULTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "model": (("model-paths", "source-paths"), "models"),
    "seed": (("seed-paths", "data-paths"), "seeds"),
    "snapshot": (("snapshot-paths",), "snapshots"),
}
"""The keys of dbt_project.yml that name a kind's folders, today's and that before dbt 1.0, and the default."""

_PACKAGE_FILES = ("packages.yml", "dependencies.yml")
_DEEPEST = 32
"""Folders below each other that are looked into: a link may lead back up."""

_SNAPSHOT = re.compile(rb"\{%-?\s*snapshot\s+(\w+)")
_MATERIALIZED = re.compile(rb"""\bmaterialized\s*=\s*(?:["'](\w+)["'])?""")
_TELLING = (b"sources:", b"versions:", b"snapshots:", b"asset_key", b"ephemeral")
"""What a properties file holds if it changes which keys there are."""


class _UnknownError(Exception):
    """The files do not tell which keys there are."""


class PromisedKeys(NamedTuple):
    """The keys of models, seeds, snapshots and sources, the project's name, and the files that were read for them.

    ``keys`` is ``None`` where the files do not tell: packages that are declared and not installed, names that code
    makes, a file that cannot be read.
    """

    keys: frozenset[str] | None
    project_name: str | None
    files: tuple[str, ...]


def promised_keys(folder: str) -> PromisedKeys:
    """What the dbt project in ``folder`` and the packages that are installed in it will define. Raises nothing."""
    files: list[str] = []
    name = None
    try:
        project = _project(folder, files)
        name = project.get("name")
        keys = set(_keys(folder, project, {}, files))
        for package in _packages(folder, project, files):
            keys.update(_keys(package, _project(package, files), _mapping(project.get("models")), files))
    except _UnknownError:
        return PromisedKeys(None, name if isinstance(name, str) else None, tuple(files))
    return PromisedKeys(frozenset(keys), name if isinstance(name, str) else None, tuple(files))


def _keys(folder: str, project: dict[str, Any], outer: Mapping[str, Any], files: list[str]) -> Iterator[str]:
    """The keys of one project; ``outer`` is the ``models`` of the project that has it as a package."""
    found = {kind: list(_files_of(kind, folder, project)) for kind in _DEFAULTS}
    files += [path for paths in found.values() for _, path in paths]
    ephemeral: set[str] = set()
    for path in dict.fromkeys(
        path for paths in found.values() for _, path in paths if path.endswith((".yml", ".yaml"))
    ):
        yield from _keys_of_properties(path, ephemeral)
    configured = (outer, _mapping(project.get("models")))
    for relative, path in found["model"]:
        stem, extension = os.path.splitext(os.path.basename(path))
        if extension == ".py":
            yield stem
        elif extension == ".sql":
            written = _materialized_in(path)
            route = [str(project.get("name")), *relative.split("/")[:-1], stem]
            if written != "ephemeral" and (
                written is not None
                or (stem not in ephemeral and "ephemeral" not in (_configured(table, route) for table in configured))
            ):
                yield stem
    for _, path in found["seed"]:
        stem, extension = os.path.splitext(os.path.basename(path))
        if extension == ".csv":
            yield stem
    for _, path in found["snapshot"]:
        if path.endswith(".sql"):
            yield from (name.decode() for name in _SNAPSHOT.findall(_read(path)))


def _files_of(kind: str, folder: str, project: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The files in a kind's folders: relative to these, and where they are."""
    keys, default = _DEFAULTS[kind]
    named = next((project[key] for key in keys if key in project), [default])
    for root in named if isinstance(named, list) else [named]:
        if not isinstance(root, str) or "{{" in root:
            raise _UnknownError
        waiting = [("", 0)]
        while waiting:
            here, depth = waiting.pop()
            for name, is_folder in filesystem.entries(os.path.join(folder, root, here)) or ():
                path = os.path.join(folder, root, here, name)
                if is_folder or filesystem.is_folder(path):
                    if depth < _DEEPEST:
                        waiting.append((f"{here}{name}/", depth + 1))
                else:
                    yield f"{here}{name}", path


def _packages(folder: str, project: Mapping[str, Any], files: list[str]) -> list[str]:
    """The folders of the packages. What they need in turn is installed beside them."""
    declared = 0
    for file in _PACKAGE_FILES:
        path = os.path.join(folder, file)
        if filesystem.is_file(path):
            files.append(path)
            packages = _yaml(path).get("packages")
            declared += len(packages) if isinstance(packages, list) else 0
    if not declared:
        return []
    where = project.get("packages-install-path", "dbt_packages")
    if not isinstance(where, str) or "{{" in where:
        raise _UnknownError
    root = os.path.join(folder, where)
    folders = [os.path.join(root, name) for name, _ in filesystem.entries(root) or ()]
    installed = [path for path in folders if filesystem.is_file(os.path.join(path, PROJECT_FILE))]
    if len(installed) < declared:
        raise _UnknownError
    return installed


def _keys_of_properties(path: str, ephemeral: set[str]) -> Iterator[str]:
    """The keys that a properties file makes; the models that it makes ephemeral are added to ``ephemeral``."""
    if not any(word in _read(path) for word in _TELLING):
        return
    data = _yaml(path)
    for model in _mappings(data.get("models")):
        name, config = model.get("name"), _mapping(model.get("config"))
        if config.get("materialized") == "ephemeral" and isinstance(name, str):
            ephemeral.add(name)
        yield from _own_key(model)
        for version in _mappings(model.get("versions")):
            alias = _mapping(version.get("config")).get("alias", version.get("alias", config.get("alias")))
            yield alias if isinstance(alias, str) else f"{name}_v{version.get('v')}"
            yield from _own_key(version)
    for entry in [*_mappings(data.get("seeds")), *_mappings(data.get("snapshots"))]:
        yield from _own_key(entry)
    for snapshot in _mappings(data.get("snapshots")):
        if isinstance(snapshot.get("name"), str):
            yield snapshot["name"]
    for source in _mappings(data.get("sources")):
        for table in _mappings(source.get("tables")):
            yield f"{source.get('name')}/{table.get('name')}"
            yield from _own_key(table)


def _own_key(entry: Mapping[str, Any]) -> Iterator[str]:
    for meta in (entry.get("meta"), _mapping(entry.get("config")).get("meta")):
        key = _mapping(_mapping(meta).get("dagster")).get("asset_key")
        if key is not None:
            yield "/".join(map(str, key)) if isinstance(key, list) else str(key)


def _materialized_in(path: str) -> str | None:
    """How a model's own text has it materialized: ``""`` where code decides, ``None`` where it does not say."""
    text = _read(path)
    if b"asset_key" in text:
        raise _UnknownError
    found = set(_MATERIALIZED.findall(text))
    if not found:
        return None
    return found.pop().decode() if len(found) == 1 else ""


def _configured(models: Mapping[str, Any], route: list[str]) -> str | None:
    """How dbt_project.yml has a model materialized, the closest folder winning."""
    found = None
    table: Any = models
    for part in [None, *route]:
        table = table if part is None else _mapping(table).get(part)
        value = _mapping(table).get("+materialized", _mapping(table).get("materialized"))
        found = value if isinstance(value, str) else found
    return found


def _project(folder: str, files: list[str]) -> dict[str, Any]:
    path = os.path.join(folder, PROJECT_FILE)
    files.append(path)
    if b"asset_key" in _read(path):
        raise _UnknownError
    return _yaml(path)


def _yaml(path: str) -> dict[str, Any]:
    document = read_document(path)
    if document.root is None and document.defects:
        raise _UnknownError
    return _mapping(to_data(document, None))


def _read(path: str) -> bytes:
    try:
        return filesystem.read(path)
    except (OSError, ValueError):
        raise _UnknownError from None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
