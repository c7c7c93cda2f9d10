"""Strings as booleans and integers: environment variables are text, and so are quoted values."""

from __future__ import annotations

import re
from typing import Any

_INTEGER = r"\s*[-+]?[0-9]{1,18}\s*\Z"
_NUMBER = r"\s*[-+]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,3})?\s*\Z"
_BOOLEANS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def to_boolean(value: Any) -> Any:
    """``true/yes/on/1`` and ``false/no/off/0`` in any case as booleans; anything else as it is."""
    return _BOOLEANS.get(value.strip().lower(), value) if isinstance(value, str) else value


def to_integer(value: Any) -> Any:
    """Decimal digits as an integer; anything else as it is."""
    return int(value) if isinstance(value, str) and re.match(_INTEGER, value) else value


def to_number(value: Any) -> Any:
    """A decimal number as a float (an integer as an int); anything else as it is."""
    if isinstance(value, str):
        if re.match(_INTEGER, value):
            return int(value)
        if re.match(_NUMBER, value):
            return float(value)
    return value
