"""What a plain scalar means: the core schema of YAML 1.2.2 (§10.3.2), and where YAML 1.1 would differ."""

from __future__ import annotations

import re

Value = str | int | float | bool | None

_WORDS: dict[str, Value] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMERIC_START = frozenset("+-.0123456789")
_SURE_DIGITS = 18
"""So many digits are an integer whatever their number, and need no pattern to tell."""
_NUMBER = (
    r"(?P<int>[-+]?[0-9]{1,400}\Z)|(?P<oct>0o[0-7]{1,400}\Z)|(?P<hex>0x[0-9a-fA-F]{1,400}\Z)"
    r"|(?P<float>[-+]?(?:\.[0-9]{1,400}|[0-9]{1,400}(?:\.[0-9]{0,400})?)(?:[eE][-+]?[0-9]{1,5})?\Z)"
    r"|(?P<inf>[-+]?\.(?:inf|Inf|INF)\Z)|(?P<nan>\.(?:nan|NaN|NAN)\Z)"
)
_WORDS_1_1: dict[str, Value] = {
    **_WORDS,
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF"), False),
}
_NUMBER_1_1 = (
    r"(?P<bin>[-+]?0b[01_]{1,400}\Z)|(?P<oct>[-+]?0[0-7_]{1,400}\Z)|(?P<hex>[-+]?0x[0-9a-fA-F_]{1,400}\Z)"
    r"|(?P<int>[-+]?(?:0|[1-9][0-9_]{0,399})\Z)|(?P<sixty>[-+]?[1-9][0-9_]{0,399}(?::[0-5]?[0-9]){1,20}\Z)"
    r"|(?P<float>(?:[-+]?[0-9][0-9_]{0,399}\.[0-9_]{0,400}|\.[0-9][0-9_]{0,399})(?:[eE][-+][0-9]{1,5})?\Z)"
    r"|(?P<sixty_float>[-+]?[0-9][0-9_]{0,399}(?::[0-5]?[0-9]){1,20}\.[0-9_]{0,400}\Z)"
)
_OTHER_WORDS = frozenset(_WORDS_1_1) - frozenset(_WORDS)
MAYBE_OTHER = frozenset("yYnNoO0123456789+-.")
"""First characters of plain scalars that a YAML 1.1 reader may take for something else."""


def resolve_plain(text: str) -> Value:
    """The value of a plain scalar.

    Numbers of more than 400 digits stay text: no field takes one, and converting them is slow.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if len(text) <= _SURE_DIGITS and text.isascii() and text.isdecimal():
        return int(text)
    match = re.match(_NUMBER, text)
    if match is None:
        return text
    kind = match.lastgroup
    if kind == "int":
        return int(text)
    if kind == "oct":
        return int(text[2:], 8)
    if kind == "hex":
        return int(text[2:], 16)
    if kind == "inf":
        return float("-inf") if text[0] == "-" else float("inf")
    if kind == "nan":
        return float("nan")
    return float(text)


def resolve_plain_1_1(text: str) -> Value:
    """The value that a YAML 1.1 reader gives a plain scalar: as PyYAML does, but dates stay text.

    Every reader here hands the text of a date on, so nothing is gained by telling the two apart. The letters
    ``y`` and ``n`` are text to PyYAML, though not to the specification.
    """
    if text in _WORDS_1_1:
        return _WORDS_1_1[text]
    if text[0] not in _NUMERIC_START:
        return text
    if len(text) <= _SURE_DIGITS and text[0] != "0" and text.isascii() and text.isdecimal():
        return int(text)
    match = re.match(_NUMBER_1_1, text)
    if match is None:
        return _WORDS_1_1.get(text, resolve_plain(text) if "." in text and text[-1] in "fFnN" else text)
    kind = match.lastgroup
    digits = text.replace("_", "")
    try:
        if kind == "bin":
            return int(digits.replace("0b", "", 1), 2)
        if kind == "oct":
            return int(digits, 8)
        if kind == "hex":
            return int(digits.replace("0x", "", 1), 16)
        if kind == "int":
            return int(digits)
        if kind == "float":
            return float(digits)
        return _base_sixty(digits)
    except ValueError:
        return text


def _base_sixty(text: str) -> int | float:
    sign = -1 if text[0] == "-" else 1
    value: int | float = 0
    for part in text.lstrip("+-").split(":"):
        value = value * 60 + (float(part) if "." in part else int(part))
    return sign * value


def differs_in_yaml_1_1(text: str) -> bool:
    """Whether a YAML 1.1 reader (PyYAML, most editors) takes this plain scalar for something else.

    ``no``, ``on``, ``012``, ``12:30`` and ``1_000`` do.
    """
    if not text or text[0] not in MAYBE_OTHER:
        return False
    if text[0] not in _NUMERIC_START:
        return text in _OTHER_WORDS
    here, there = resolve_plain(text), resolve_plain_1_1(text)
    return type(here) is not type(there) or (here != there and here == here)
