"""Values as they may be written: as what they are, as text that means it, or as a variable ``${NAME}``."""

from __future__ import annotations

from typing import Any

PLACEHOLDER = r"\$\{[A-Za-z_][A-Za-z0-9_]*(:[^}]*)?\}"
"""A reference to a variable, anywhere in a text."""

WITHOUT_DEFAULT = r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"
"""One whose value is not known before a deployment: it may stand for anything."""

_BOOLEAN = r"^\s*([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Oo][Nn]|1|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo]|[Oo][Ff][Ff]|0)\s*$"
_INTEGER = r"^\s*[-+]?[0-9]{1,18}\s*$"
_POSITIVE = r"^\s*\+?0*[1-9][0-9]*\s*$"
_NUMBER = r"^\s*[-+]?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})([eE][-+]?[0-9]{1,3})?\s*$"


def or_placeholder(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that may be a variable instead.

    Of mappings and lists only one without a default: text is never a mapping.
    """
    if schema["type"] == "string":
        given = schema.get("pattern")
        return {**schema, "pattern": PLACEHOLDER if given is None else f"({given})|{PLACEHOLDER}"}
    return {**schema, "type": [schema["type"], "string"], "pattern": WITHOUT_DEFAULT}


def boolean_text() -> dict[str, Any]:
    """A boolean, or text that means one."""
    return {"type": ["boolean", "string"], "pattern": f"({_BOOLEAN})|{PLACEHOLDER}"}


def integer_text(minimum: int | None) -> dict[str, Any]:
    """An integer, or its digits as text."""
    digits = _INTEGER if minimum is None else _POSITIVE
    return {"type": ["integer", "string"], "pattern": f"({digits})|{PLACEHOLDER}"}


def number_text() -> dict[str, Any]:
    """A number, or its digits as text."""
    return {"type": ["number", "string"], "pattern": f"({_NUMBER})|{PLACEHOLDER}"}
