"""Configurations that build on others: the settings of all files together, the nearer winning."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from floe_lint.disk import filesystem
from floe_lint.settings.configuration import FILE_NAME, ConfigurationError, read_table, typed
from floe_lint.settings.pack_file import PACK_FILE, PackError, pack_name
from floe_lint.settings.pack_folders import PREFIX, installed_folder, is_within, outermost_folder, shown

_PATHS = ("waivers", "baseline")
_PATH_LISTS = ("env-files",)
_UNITED = ("packs", "allow-python")
_TABLES = ("severity", "waiver-policy")


class _Source(NamedTuple):
    """A file that is being read; ``within`` is the folder that whatever it names must lie in.

    ``pack`` is the pack that ships it.
    """

    path: str
    within: str
    pack: str | None = None


def extended(path: str, table: dict[str, Any]) -> tuple[dict[str, Any], Mapping[str, str]]:
    """One table of a file's settings and all it extends, with the file that each setting came from.

    Paths in the result are absolute. Raises ``ConfigurationError``.
    """
    merged: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for source, own in _chain(_Source(path, outermost_folder(path)), table, ()):
        _merge(merged, own, source.path, origins)
    return merged, origins


def _chain(source: _Source, table: dict[str, Any], above: tuple[str, ...]) -> list[tuple[_Source, dict[str, Any]]]:
    """The file's own table after all that it extends, the farthest first."""
    real = filesystem.real_path(source.path)
    if real in above:
        ring = " → ".join(shown(item) for item in (*above[above.index(real) :], real))
        raise ConfigurationError(f'{shown(above[-1])}: "extends" goes round in a circle: {ring}')
    typed(source.path, table)
    if source.pack is not None and "allow-python" in table:
        raise ConfigurationError(
            f'{shown(source.path)}: a configuration that comes with a pack cannot set "allow-python"; '
            f"only the project can"
        )
    names = table.get("extends", [])
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ConfigurationError(f'{source.path}: "extends" is a list of files, or "{PREFIX}" and the name of a pack')
    own = _absolute(os.path.dirname(os.path.abspath(source.path)), table)
    chain: list[tuple[_Source, dict[str, Any]]] = []
    for name in names:
        target = _pack_target(source, name, own) if name.startswith(PREFIX) else _file_target(source, name)
        found = read_table(target.path)
        if found is None:
            raise ConfigurationError(f'{shown(target.path)}: there is no table "[tool.floe-lint]" to extend')
        chain += _chain(target, found, (*above, real))
    return [*chain, (source, own)]


def _file_target(source: _Source, name: str) -> _Source:
    path = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(source.path)), name))
    if not is_within(path, source.within):
        raise ConfigurationError(
            f'{shown(source.path)}: "extends" names "{name}", which lies outside "{source.within}"'
        )
    if not filesystem.is_file(path):
        raise ConfigurationError(f'{shown(source.path)}: "extends" names "{name}", which does not exist')
    return source._replace(path=path)


def _pack_target(source: _Source, name: str, own: dict[str, Any]) -> _Source:
    """The configuration that a pack ships; the pack itself is used too."""
    pack = name[len(PREFIX) :]
    try:
        folder, within = _pack_folder(source, pack, own)
    except PackError as error:
        raise ConfigurationError(f'{shown(source.path)}: "extends" names "{name}": {error}') from None
    path = os.path.join(folder, FILE_NAME)
    if not filesystem.is_file(path):
        raise ConfigurationError(
            f'{shown(source.path)}: "extends" names "{name}", but that pack ships no {FILE_NAME} ("{shown(folder)}")'
        )
    if not is_within(path, within):
        raise ConfigurationError(f'"{shown(path)}" lies outside "{within}"')
    return _Source(path, folder, pack)


def _pack_folder(source: _Source, pack: str, own: dict[str, Any]) -> tuple[str, str]:
    """A pack that the same file names by path, else an installed one; with the folder its files must lie in."""
    for spec in own.get("packs", []):
        if (
            not spec.startswith(PREFIX)
            and is_within(spec, source.within)
            and filesystem.is_file(os.path.join(spec, PACK_FILE))
            and pack_name(spec) == pack
        ):
            return spec, source.within
    folder = installed_folder(pack, tuple(own.get("allow-python", ())))
    own["packs"] = [*own.get("packs", []), f"{PREFIX}{pack}"]
    return folder, folder


def _absolute(folder: str, table: dict[str, Any]) -> dict[str, Any]:
    own = {key: value for key, value in table.items() if key != "extends"}
    for key in _PATHS:
        if key in own:
            own[key] = os.path.join(folder, own[key])
    for key in _PATH_LISTS:
        if key in own:
            own[key] = [os.path.join(folder, name) for name in own[key]]
    if "packs" in own:
        own["packs"] = [
            name if name.startswith(PREFIX) else os.path.normpath(os.path.join(folder, name)) for name in own["packs"]
        ]
    return own


def _merge(merged: dict[str, Any], own: dict[str, Any], path: str, origins: dict[str, str]) -> None:
    """Put one file's settings over those of the files that it extends."""
    for key, value in own.items():
        if key in _UNITED:
            merged[key] = list(dict.fromkeys([*merged.get(key, []), *value]))
            origins.update({f"{key}.{item}": path for item in value})
        elif key in _TABLES:
            merged[key] = {**merged.get(key, {}), **value}
            origins.update({f"{key}.{name}": path for name in value})
        elif key == "boundary":
            known = merged.get(key, {})
            merged[key] = {name: [*known.get(name, []), *value.get(name, [])] for name in {**known, **value}}
        elif key == "rules":
            rules = merged.setdefault(key, {})
            for rule, options in value.items():
                rules[rule] = {**rules.get(rule, {}), **options}
                origins[f"rules.{rule}"] = path
                origins.update({f"rules.{rule}.{name}": path for name in options})
        else:
            merged[key] = value
        origins[key] = path
