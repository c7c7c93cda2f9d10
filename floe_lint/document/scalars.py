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
_NUMBER = re.compile(
    r"(?P<int>[-+]?[0-9]{1,400}\Z)|(?P<oct>0o[0-7]{1,400}\Z)|(?P<hex>0x[0-9a-fA-F]{1,400}\Z)"
    r"|(?P<float>[-+]?(?:\.[0-9]{1,400}|[0-9]{1,400}(?:\.[0-9]{0,400})?)(?:[eE][-+]?[0-9]{1,5})?\Z)"
    r"|(?P<inf>[-+]?\.(?:inf|Inf|INF)\Z)|(?P<nan>\.(?:nan|NaN|NAN)\Z)"
)
_OTHER_IN_1_1 = re.compile(
    r"(?:y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)\Z"
    r"|[-+]?0[0-9_]+\Z|[-+]?0b[01_]+\Z|[-+]?[1-9][0-9]*_[0-9_]*\Z"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z"
)
_MAYBE_OTHER = frozenset("yYnNoO0123456789+-")


def resolve_plain(text: str) -> Value:
    """The value of a plain scalar.

    Numbers of more than 400 digits stay text: no field takes one, and converting them is slow.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START:
        return text
    match = _NUMBER.match(text)
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


def differs_in_yaml_1_1(text: str) -> bool:
    """Whether a YAML 1.1 reader (PyYAML, most editors) takes this plain scalar for something else.

    ``no``, ``on``, ``012``, ``12:30`` and ``1_000`` do. Dates do too, but every reader here hands their text on.
    """
    return bool(text) and text[0] in _MAYBE_OTHER and _OTHER_IN_1_1.match(text) is not None
