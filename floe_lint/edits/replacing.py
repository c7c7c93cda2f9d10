"""Writing another text where a scalar stands, with its quotes kept."""

from __future__ import annotations

import re

from floe_lint.edits.edit import Edit
from floe_lint.findings.problem import Replace
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Scalar
from floe_lint.yaml.scalars import differs_in_yaml_1_1, resolve_plain

_PLAIN = re.compile(
    r"(?:[A-Za-z0-9_./(+]|-(?=[^\s,\[\]{}]))"
    r"(?:[^\x00-\x20\x7f-\xa0\"#,\[\]{}:\ufeff\u2028\u2029]|:(?=[^\s,\[\]{}])|(?<=\S) (?=[^\s#]))*\Z"
)
"""Texts that mean themselves without quotes, between brackets too."""
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.)", re.DOTALL)
"""An escape in double quotes: what is written there is not what is meant."""
_LINE_BREAK = re.compile(r"[\r\n]")


def replaced(document: Document, change: Replace) -> Edit | None:
    """The edit of a replacement, or ``None`` where the text is not written in the file as it is meant."""
    at = change.at
    entry, node = document.find(at.route)
    if at.key:
        scalar = None if entry is None else entry.key
    elif entry is not None and entry.alias is not None:
        return None
    else:
        scalar = node if isinstance(node, Scalar) else None
    if scalar is None:
        return None
    if at.part is None:
        if scalar.text != change.old:
            return None
        new = change.new if change.as_written else None
        return Edit(scalar.start, scalar.end, new) if new is not None else _whole(document, scalar, change.new)
    if scalar.text[at.part[0] : at.part[1]] != change.old:
        return None
    if (at.part[0], at.part[1]) == (0, len(scalar.text)):
        return _whole(document, scalar, change.new)
    return _part(document, scalar, at.part, change.new)


def quoted(text: str) -> str:
    """A text as a scalar in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_UNPRINTABLE.sub(_escape, escaped)}"'


def plain_or_quoted(text: str) -> str:
    """A text as a scalar, without quotes where every YAML reader takes it for this text."""
    return text if _is_plain(text) else quoted(text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.match(text) is not None
        and not text.startswith(("---", "..."))
        and resolve_plain(text) == text
        and not differs_in_yaml_1_1(text)
    )


def _whole(document: Document, scalar: Scalar, new: str) -> Edit | None:
    """The whole text of a scalar; of a block scalar the one line that it has."""
    raw = document.text[scalar.start : scalar.end]
    if scalar.style == "'" and raw[1:-1] == scalar.text and _UNPRINTABLE.search(new) is None:
        return _over(scalar.start + 1, scalar.text, new.replace("'", "''"))
    if scalar.style == '"' and raw[1:-1] == scalar.text:
        return _over(scalar.start + 1, scalar.text, quoted(new)[1:-1])
    if scalar.style in ("|", ">"):
        line = scalar.text.strip("\n")
        same = line and raw.count(line) == 1 and raw.endswith(line) and not _LINE_BREAK.search(line)
        if not same or _UNPRINTABLE.search(new) or new != new.strip() or not new:
            return None
        return _over(scalar.end - len(line), line, new)
    if not scalar.style and raw == scalar.text and _is_plain(new):
        return _over(scalar.start, raw, new)
    return Edit(scalar.start, scalar.end, quoted(new))


def _part(document: Document, scalar: Scalar, part: tuple[int, int], new: str) -> Edit | None:
    """Some characters of a scalar, where they stand in the file as they are meant."""
    start, end = _written(document, scalar)
    raw = document.text[start:end]
    old = scalar.text[part[0] : part[1]]
    text = scalar.text[: part[0]] + new + scalar.text[part[1] :]
    if raw == scalar.text:
        if not scalar.style and not _is_plain(text):
            return Edit(scalar.start, scalar.end, quoted(text))
        if scalar.style == '"':
            written = quoted(new)[1:-1]
        elif _UNPRINTABLE.search(new):
            return None
        else:
            written = new.replace("'", "''") if scalar.style == "'" else new
        return _over(start + part[0], old, written)
    if scalar.style == '"':
        raw = _ESCAPE.sub(lambda escape: "\0" * len(escape[0]), raw)
    if _PLAIN.match(new) is None or not old or raw.count(old) != 1 or scalar.text.count(old) != 1:
        return None
    return _over(start + raw.index(old), old, new)


def _written(document: Document, scalar: Scalar) -> tuple[int, int]:
    """Where the content of a scalar is, without quotes and without the first line of a block."""
    if scalar.style in ("'", '"'):
        return scalar.start + 1, scalar.end - 1
    if scalar.style in ("|", ">"):
        line_break = _LINE_BREAK.search(document.text, scalar.start, scalar.end)
        return (line_break.end() if line_break else scalar.end), scalar.end
    return scalar.start, scalar.end


def _over(start: int, old: str, new: str) -> Edit:
    return Edit(start, start + len(old), new)
