"""The options that rules take: how a ``rule.md`` declares them, and what a configuration may say.

Front matter::

    options:
      minutes:
        type: number            one of TYPES
        description: …          one sentence
        default: 15             without one the option may be left out and is None
        required: true          the rule does nothing without it
        choices: [jobs, …]      what a text, or each of several, may be
        least: 1                the least number
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TYPES = ("text", "texts", "number", "boolean", "pattern", "time", "zone")
"""``pattern`` is a regular expression or one of ``choices``, ``time`` an hour of the day such as 08:30."""

_SPEC_KEYS = frozenset(["type", "description", "default", "required", "choices", "least"])
_TIME = re.compile(r"(?:[01]\d|2[0-4]):[0-5]\d")


class OptionsError(Exception):
    """An option that cannot be followed; the message names it and what would do."""


def defect_of_specs(specs: Any) -> str | None:
    """What is wrong with the ``options`` of a front matter, or ``None``."""
    if not isinstance(specs, dict):
        return '"options" must be a mapping'
    for name, spec in specs.items():
        if not isinstance(spec, dict) or spec.get("type") not in TYPES:
            return f'option "{name}" needs a "type", one of {", ".join(TYPES)}'
        if not isinstance(spec.get("description"), str):
            return f'option "{name}" needs a "description"'
        unknown = set(spec) - _SPEC_KEYS
        if unknown:
            return f'option "{name}": "{min(unknown)}" is not known; the keys are {", ".join(sorted(_SPEC_KEYS))}'
        if "default" in spec:
            defect = _defect(spec, spec["default"])
            if defect is not None:
                return f'the default of option "{name}" {defect}'
    return None


def read_options(specs: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every option, defaults included. Raises ``OptionsError``."""
    for name in given:
        if name not in specs:
            from floe_lint.kernel.near_names import nearest

            near = nearest(name, specs)
            known = f"the options are {', '.join(specs)}" if specs else "it takes none"
            raise OptionsError(f'"{name}" is not an option' + (f'; did you mean "{near}"?' if near else f"; {known}"))
    values: dict[str, Any] = {}
    for name, spec in specs.items():
        if name in given:
            defect = _defect(spec, given[name])
            if defect is not None:
                raise OptionsError(f'"{name}" {defect}')
            values[name] = given[name]
        elif spec.get("required"):
            raise OptionsError(f'"{name}" is missing: {spec["description"]}')
        else:
            values[name] = spec.get("default")
    return values


def _defect(spec: Mapping[str, Any], value: Any) -> str | None:
    kind = spec["type"]
    choices = spec.get("choices")
    if kind == "number":
        if type(value) not in (int, float):
            return "must be a number"
        least = spec.get("least", 0)
        return f"must be at least {least}" if value < least else None
    if kind == "boolean":
        return None if isinstance(value, bool) else "must be true or false"
    if kind == "texts":
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            return "must be a list of strings"
        return next((_no_choice(item, choices) for item in value if choices and item not in choices), None)
    if not isinstance(value, str) or not value:
        return "must be a string"
    if kind == "time":
        return None if _TIME.fullmatch(value) and value <= "24:00" else 'must be a time of the day, e.g. "08:30"'
    if kind == "zone":
        from floe_lint.dagster.zones import check_zone

        reason = check_zone(value)
        return f'is "{value}": {reason}' if reason else None
    if kind == "pattern":
        return None if choices and value in choices else _defect_of_pattern(value, choices)
    return _no_choice(value, choices) if choices and value not in choices else None


def _no_choice(value: str, choices: list[str]) -> str:
    from floe_lint.kernel.near_names import nearest

    near = nearest(value, choices)
    return f'cannot be "{value}"; ' + (f'did you mean "{near}"?' if near else f"it takes {', '.join(choices)}")


def _defect_of_pattern(value: str, choices: list[str] | None) -> str | None:
    from floe_lint.kernel.near_names import nearest
    from floe_lint.kernel.regex_safety import danger

    near = nearest(value, choices) if choices else None
    if near is not None:
        return f'cannot be "{value}"; did you mean "{near}"?'
    reason = danger(value, neighbours=2)
    return f'is the pattern "{value}", which {reason}' if reason else None
