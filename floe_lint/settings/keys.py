"""How a key of the settings is declared, and what follows: reading it, and laying one file's over another's.

A section is a record whose fields are declared with ``key`` or ``section``, as those of ``Configuration`` are. A key is
named like its field, with "-" for "_".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.records import NamedTuple

REQUIRED: Any = object()
"""The default of a key that cannot be left out."""


class ConfigurationError(Exception):
    """A configuration that cannot be followed; the message names the file, the key and what would do."""


class Written(NamedTuple):
    """Where a value stands: the file, the folder that its paths are relative to, the section (empty at the top)."""

    path: str
    folder: str
    section: str
    key: str

    def refused(self, reason: str) -> ConfigurationError:
        """The error that says what this key takes."""
        return ConfigurationError(f'{self.path}: "{self.key}" {reason}')

    def refused_in_section(self, reason: str) -> ConfigurationError:
        """The same, naming the section too."""
        return ConfigurationError(f'{self.path}: "{self.key}"{_of(self.section)} {reason}')

    def missing(self) -> ConfigurationError:
        """The error that says that an item of a list of sections lacks this key."""
        return ConfigurationError(f'{self.path}: every item of "{self.section}" needs "{self.key}" as text')


class KeyType(NamedTuple):
    """What a key takes: ``read`` checks it and resolves its paths, ``schema`` says the same in JSON Schema."""

    read: Callable[[Written, Any], Any]
    schema: Mapping[str, Any]


class Key(NamedTuple):
    """One key. ``merge`` makes one value of a farther file's and a nearer one's.

    ``section`` is the record that the key's table, or each table in its list, is read into.
    """

    kind: KeyType
    default: Any
    meaning: str
    merge: Callable[[Any, Any], Any]
    section: Any


# ---- how the values of two files become one


def nearer(_far: Any, near: Any) -> Any:
    """The nearer file's value."""
    return near


def united(far: tuple[str, ...], near: tuple[str, ...]) -> tuple[str, ...]:
    """The items of both, each once."""
    return tuple(dict.fromkeys((*far, *near)))


def joined(far: tuple[Any, ...], near: tuple[Any, ...]) -> tuple[Any, ...]:
    """The items of both."""
    return (*far, *near)


def by_key(far: Mapping[str, Any], near: Mapping[str, Any]) -> Mapping[str, Any]:
    """The entries of both tables, the nearer one's where both have one."""
    return {**far, **near}


def by_key_of_each(far: Mapping[str, Any], near: Mapping[str, Any]) -> Mapping[str, Any]:
    """The tables of both, those of one name made one by their keys."""
    return {**far, **{name: by_key(far.get(name, {}), table) for name, table in near.items()}}


# ---- declaring


def key(kind: KeyType, default: Any, meaning: str, merge: Callable[[Any, Any], Any] = nearer) -> Any:
    """Declare the key of a field."""
    return Key(kind=kind, default=default, meaning=meaning, merge=merge, section=None)


def section(record: Any, meaning: str) -> Any:
    """Declare the key of a field that holds another section; its keys merge one by one."""

    def merge(far: Mapping[str, Any], near: Mapping[str, Any]) -> Mapping[str, Any]:
        return merged(record, far, near)

    def read(at: Written, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise at.refused("must be a table")
        return given(record, at.path, at.folder, value, _inner(at))

    return Key(kind=KeyType(read, {"type": "object"}), default=record(), meaning=meaning, merge=merge, section=record)


def sections(record: Any, meaning: str) -> Any:
    """Declare the key of a field that holds a list of sections."""
    needed = " and ".join(f'"{name}"' for name, entry in keys_of(record).items() if entry.default is REQUIRED)

    def read(at: Written, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise at.refused_in_section(f"is a list of tables with {needed}")
        return tuple(made(record, given(record, at.path, at.folder, item, _inner(at))) for item in value)

    return Key(kind=KeyType(read, {"type": "array"}), default=(), meaning=meaning, merge=joined, section=record)


Record = TypeVar("Record", bound=tuple[Any, ...])
_keys: dict[Any, dict[str, Key]] = {}


def declared(record: type[Record]) -> type[Record]:
    """Note the keys of a section, and give its fields their defaults.

    A record makes its constructor with the first instance: it takes the defaults that are put here.
    """
    defaults: dict[str, Any] = record._field_defaults  # type: ignore[attr-defined]
    found = {field: entry for field, entry in defaults.items() if isinstance(entry, Key)}
    _keys[record] = {field.replace("_", "-"): entry for field, entry in found.items()}
    for field, entry in found.items():
        if entry.default is REQUIRED:
            del defaults[field]
        else:
            defaults[field] = entry.default
    return record


def keys_of(record: Any) -> Mapping[str, Key]:
    """The keys of a section by the name they have in a file."""
    return _keys[record]


# ---- reading


def given(record: Any, path: str, folder: str, table: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    """The values that a table gives the keys of a section, checked, with paths resolved against ``folder``.

    Those of a section in it are a ``dict`` again. Raises ``ConfigurationError``.
    """
    keys = keys_of(record)
    for written in table:
        if written not in keys:
            near = nearest(written, keys)
            way_out = f'; did you mean "{near}"?' if near else f"; the keys are {', '.join(keys)}"
            raise ConfigurationError(f'{path}: "{written}" is not a setting{_of(name)}{way_out}')
    values = {}
    for known, entry in keys.items():
        if known in table:
            values[known] = entry.kind.read(Written(path=path, folder=folder, section=name, key=known), table[known])
        elif entry.default is REQUIRED:
            raise Written(path=path, folder=folder, section=name, key=known).missing()
    return values


def made(record: Any, values: Mapping[str, Any]) -> Any:
    """The record of a section whose keys have these values."""
    keys = keys_of(record)
    fields = {}
    for name, value in values.items():
        inner = keys[name].section
        is_section = inner is not None and isinstance(value, dict)
        fields[name.replace("-", "_")] = made(inner, value) if is_section else value
    return record(**fields)


def merged(record: Any, far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a farther file with those of a nearer one laid over them."""
    keys = keys_of(record)
    return {
        **far,
        **{name: keys[name].merge(far[name], value) if name in far else value for name, value in near.items()},
    }


def _inner(at: Written) -> str:
    return f"{at.section}.{at.key}" if at.section else at.key


def _of(name: str) -> str:
    return f' of "{name}"' if name else ""
