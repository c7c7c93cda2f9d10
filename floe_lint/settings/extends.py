"""Configurations that build on others: the settings of all files together, the nearer winning."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from floe_lint.disk import filesystem
from floe_lint.settings.configuration import FILE_NAME, Configuration
from floe_lint.settings.keys import ConfigurationError, given, keys_of, merged, nearer
from floe_lint.settings.kinds import PACK_PREFIX
from floe_lint.settings.pack_file import PACK_FILE, PackError, pack_name
from floe_lint.settings.pack_folders import installed_folder, is_within, outermost_folder, shown

Tables = Callable[[str], dict[str, Any] | None]
"""Reads the settings of a file as they are written; ``None`` where it has none."""


class _Source(NamedTuple):
    """A file that is being read; ``within`` is the folder that whatever it names must lie in.

    ``pack`` is the pack that ships it.
    """

    path: str
    within: str
    pack: str | None = None


def extended(path: str, table: dict[str, Any], read: Tables) -> tuple[dict[str, Any], Mapping[str, str]]:
    """The values of a file's settings over those of all it extends, with the file that each setting came from.

    Paths in the result are absolute. Raises ``ConfigurationError``.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for source, own in _chain(_Source(path, outermost_folder(path)), table, read, ()):
        values = merged(Configuration, values, own)
        for setting in _settings(own):
            origins[setting] = source.path
    return values, origins


def _chain(
    source: _Source, table: dict[str, Any], read: Tables, above: tuple[str, ...]
) -> list[tuple[_Source, dict[str, Any]]]:
    """The file's own values after those of all that it extends, the farthest first."""
    real = filesystem.real_path(source.path)
    if real in above:
        ring = " → ".join(shown(item) for item in (*above[above.index(real) :], real))
        raise ConfigurationError(f'{shown(above[-1])}: "extends" goes round in a circle: {ring}')
    own = given(Configuration, source.path, os.path.dirname(os.path.abspath(source.path)), table)
    if source.pack is not None and "allow-python" in own:
        raise ConfigurationError(
            f'{shown(source.path)}: a configuration that comes with a pack cannot set "allow-python"; '
            f"only the project can"
        )
    chain: list[tuple[_Source, dict[str, Any]]] = []
    for name in own.pop("extends", ()):
        target = _pack_target(source, name, own) if name.startswith(PACK_PREFIX) else _file_target(source, name)
        found = read(target.path)
        if found is None:
            raise ConfigurationError(f'{shown(target.path)}: there is no table "[tool.floe-lint]" to extend')
        chain += _chain(target, found, read, (*above, real))
    return [*chain, (source, own)]


def _settings(values: Mapping[str, Any]) -> Iterator[str]:
    """The names of all that a file sets: keys, and what stands in those that merge with a farther file's.

    E.g. ``severity``, ``severity.cloud-region``, ``packs.pack:acme``, ``rules.naming-convention.jobs``.
    """
    for key, value in values.items():
        yield key
        if keys_of(Configuration)[key].merge is not nearer:
            yield from _parts(key, value)


def _parts(name: str, value: Any) -> Iterator[str]:
    for item in value:
        yield f"{name}.{item}"
        if isinstance(value, Mapping) and isinstance(value[item], Mapping):
            yield from _parts(f"{name}.{item}", value[item])


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
    pack = name[len(PACK_PREFIX) :]
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
    for spec in own.get("packs", ()):
        if (
            not spec.startswith(PACK_PREFIX)
            and is_within(spec, source.within)
            and filesystem.is_file(os.path.join(spec, PACK_FILE))
            and pack_name(spec) == pack
        ):
            return spec, source.within
    folder = installed_folder(pack, own.get("allow-python", ()))
    own["packs"] = (*own.get("packs", ()), f"{PACK_PREFIX}{pack}")
    return folder, folder
