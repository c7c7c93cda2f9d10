"""The kinds of values that settings take: how each is checked, and how a JSON Schema says the same."""

from __future__ import annotations

import os
from typing import Any

from floe_lint.findings.finding import SEVERITIES
from floe_lint.settings.keys import KeyType, Written

PACK_PREFIX = "pack:"
"""What stands before the name of an installed pack."""

_TEXT_LIST = {"type": "array", "items": {"type": "string"}}
_NAME = {"type": "string", "minLength": 1}


def _text(at: Written, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise at.missing()
    return value


def _texts(at: Written, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise at.refused("is a list of strings")
    return tuple(value)


def _name(at: Written, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise at.refused("is a name")
    return value


def _switch(at: Written, value: Any) -> bool:
    if not isinstance(value, bool):
        raise at.refused_in_section("is true or false")
    return value


def _days(at: Written, value: Any) -> int:
    if type(value) is not int or value < 0:
        raise at.refused_in_section("is a number of days")
    return value


def _size(at: Written, value: Any) -> int:
    if type(value) is not int or value < 1:
        raise at.refused("is a number of bytes")
    return value


def _path(at: Written, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise at.refused("is the path of a file")
    return os.path.join(at.folder, value)


def _paths(at: Written, value: Any) -> tuple[str, ...]:
    return tuple(os.path.join(at.folder, name) for name in _texts(at, value))


def _packs(at: Written, value: Any) -> tuple[str, ...]:
    folder = os.path.abspath(at.folder)
    return tuple(
        name if name.startswith(PACK_PREFIX) else os.path.normpath(os.path.join(folder, name))
        for name in _texts(at, value)
    )


def _extended(at: Written, value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise at.refused(f'is a list of files, or "{PACK_PREFIX}" and the name of a pack')
    return tuple(names)


def _severity(at: Written, value: Any) -> str:
    if value not in SEVERITIES:
        raise at.refused(f"is one of {', '.join(SEVERITIES)}")
    return str(value)


def _severities(at: Written, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(severity in SEVERITIES for severity in value.values()):
        raise at.refused(f"maps rules to {', '.join(SEVERITIES)}")
    return value


def _rule_options(at: Written, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(options, dict) for options in value.values()):
        raise at.refused("holds one table of options for each rule")
    return value


def _time_zone(at: Written, value: Any) -> str:
    if not isinstance(value, str):
        raise at.refused('is the name of a time zone, e.g. "Europe/Berlin"')
    if value != "UTC":
        from floe_lint.dagster.zones import check_zone

        problem = check_zone(value)
        if problem is not None:
            raise at.refused(f'is "{value}": {problem}')
    return value


TEXT = KeyType(_text, {"type": "string", "pattern": r"\S"})
TEXTS = KeyType(_texts, _TEXT_LIST)
NAME = KeyType(_name, _NAME)
SWITCH = KeyType(_switch, {"type": "boolean"})
DAYS = KeyType(_days, {"type": "integer", "minimum": 0})
SIZE = KeyType(_size, {"type": "integer", "minimum": 1})
PATH = KeyType(_path, _NAME)
PATHS = KeyType(_paths, _TEXT_LIST)
PACKS = KeyType(_packs, _TEXT_LIST)
EXTENDED = KeyType(_extended, {"type": ["array", "string"], "minLength": 1, "items": _NAME})
SEVERITY = KeyType(_severity, {"enum": list(SEVERITIES)})
SEVERITIES_OF_RULES = KeyType(_severities, {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}})
RULE_OPTIONS = KeyType(_rule_options, {"type": "object", "additionalProperties": {"type": "object"}})
TIME_ZONE = KeyType(_time_zone, {"type": "string"})
