"""Reading where a cursor is from lines and indentation alone, since text that is being typed is rarely YAML."""

from __future__ import annotations

import re
from typing import Literal

from floe_lint.kernel.positions import Key, Route
from floe_lint.kernel.records import NamedTuple

_KEY = re.compile(
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>[^\s#\[\]{},\"'&*!|>%@`-][^#]*?|-[^\s#][^#]*?))"
    r"\s*:(?=\s|$)\s*"
)
_DASHES = re.compile(r"(?:-(?:\s+|$))*")
_CLOSING = {"[": "]", "{": "}"}


class Typed(NamedTuple):
    """The cursor; the fields are those of ``Cursor``."""

    route: Route
    role: Literal["key", "value", "either"]
    start: int
    end: int
    offset: int
    quote: str
    beside: dict[str, str]


class _Line(NamedTuple):
    """A line of block YAML: the columns of its dashes, that of its content, and the key it begins with."""

    dashes: tuple[int, ...]
    column: int
    key: str | None
    value: str


class _Inline(NamedTuple):
    """Where a cursor is within its line: the keys and indices opened in it, and the scalar being typed."""

    steps: tuple[Key, ...]
    role: Literal["key", "value", "either"]
    start: int
    quote: str
    beside: dict[str, str]
    is_flow: bool


def cursor_in_text(text: str, index: int) -> Typed | None:
    """The cursor at a code point; ``None`` in comments."""
    before = text[:index]
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    lines = re.split(r"\r\n?|\n", text)
    number = len(re.findall(r"\r\n?|\n", before))
    line = lines[number]
    column = index - start
    own = _line(line)
    head = line[:column]
    if not line.strip():
        above, beside = _above(lines, number, column, is_item=False), _beside(lines, number, column)
        opened = _opened(lines, number, column)
        role: Literal["key", "value"] = "value" if opened == "[" else "key"
        route = (*above, 0) if opened == "[" else (*above, "")
        return Typed(route=route, role=role, start=index, end=index, offset=0, quote="", beside=beside)
    if column < own.column:
        return None
    inline = _inline(head, own.column, bool(own.dashes))
    if inline is None:
        return None
    route = _above(lines, number, own.dashes[0] if own.dashes else own.column, is_item=bool(own.dashes))
    if own.dashes:
        route = (*route, _index(lines, number, own.dashes[0]), *(0 for _ in own.dashes[1:]))
    role_here = inline.role
    if not own.dashes and not inline.steps and role_here == "key":
        opened = _opened(lines, number, own.column)
        if opened == "[":
            route, role_here = (*route, 0), "value"
    end = _end(line, column, inline)
    content = line[inline.start : end]
    steps: Route = inline.steps
    if role_here == "key":
        steps = (*steps, content)
    beside = inline.beside if inline.is_flow else _beside(lines, number, own.column)
    at = start + inline.start
    return Typed(
        route=(*route, *steps),
        role=role_here,
        start=at,
        end=start + end,
        offset=index - at,
        quote=inline.quote,
        beside=beside,
    )


def _line(line: str) -> _Line:
    indent = len(line) - len(line.lstrip(" "))
    match = _DASHES.match(line, indent)
    end = match.end() if match else indent
    dashes = [at for at in range(indent, end) if line[at] == "-"]
    if dashes and end == len(line):
        end = max(end, dashes[-1] + 2)
    key = _KEY.match(line, end)
    if key is None:
        return _Line(dashes=tuple(dashes), column=end, key=None, value=line[end:].strip())
    name = key["double"] if key["double"] is not None else key["single"] if key["single"] is not None else key["plain"]
    return _Line(dashes=tuple(dashes), column=end, key=name, value=_without_comment(line[key.end() :]))


def _without_comment(value: str) -> str:
    cut = re.search(r"(?:^|\s)#", value)
    return (value[: cut.start()] if cut else value).strip().strip("\"'")


def _is_content(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#")


def _above(lines: list[str], number: int, column: int, *, is_item: bool) -> Route:
    """The route of the mapping or list that something at a column of a line belongs to."""
    steps: list[Key] = []
    for at in range(number - 1, -1, -1):
        if not _is_content(lines[at]):
            continue
        line = _line(lines[at])
        first = line.dashes[0] if line.dashes else line.column
        if is_item:
            if line.dashes and first == column:
                continue
            if line.key is None or line.column > column or (line.dashes and first >= column):
                continue
        elif line.dashes and line.dashes[-1] < column <= line.column:
            # The line opens the item whose further keys stand below.
            steps += [_index(lines, at, dash) if dash == first else 0 for dash in reversed(line.dashes)]
            column, is_item = first, True
            continue
        elif line.key is None or line.column >= column:
            continue
        steps.append(line.key)
        if line.dashes:
            steps += [_index(lines, at, dash) if dash == first else 0 for dash in reversed(line.dashes)]
            column, is_item = first, True
        else:
            column, is_item = line.column, False
        if column == 0 and not is_item:
            break
    return tuple(reversed(steps))


def _index(lines: list[str], number: int, column: int) -> int:
    """How many items of the same list stand above one."""
    count = 0
    for at in range(number - 1, -1, -1):
        if not _is_content(lines[at]):
            continue
        line = _line(lines[at])
        first = line.dashes[0] if line.dashes else line.column
        if line.dashes and first == column:
            count += 1
        elif first <= column:
            break
    return count


def _opened(lines: list[str], number: int, column: int) -> str:
    """The bracket that the nearest key above left open, if what stands at a column belongs to it."""
    for at in range(number - 1, -1, -1):
        if not _is_content(lines[at]):
            continue
        line = _line(lines[at])
        if line.key is None:
            continue
        if line.column >= column:
            return ""
        bracket = line.value[:1]
        if bracket not in _CLOSING:
            return ""
        between = "".join([line.value, *lines[at + 1 : number]])
        return bracket if between.count(bracket) > between.count(_CLOSING[bracket]) else ""
    return ""


def _beside(lines: list[str], number: int, column: int) -> dict[str, str]:
    """The entries of the block mapping whose keys stand at a column, without the one in the line itself."""
    found: dict[str, str] = {}
    own = _line(lines[number])
    if not (own.dashes and own.column == column):
        for at in range(number - 1, -1, -1):
            if not _is_content(lines[at]):
                continue
            line = _line(lines[at])
            first = line.dashes[0] if line.dashes else line.column
            if line.column == column and line.key is not None:
                found[line.key] = line.value
                if line.dashes:
                    break
            elif first < column:
                break
    for at in range(number + 1, len(lines)):
        if not _is_content(lines[at]):
            continue
        line = _line(lines[at])
        if (line.dashes[0] if line.dashes else line.column) < column:
            break
        if line.column == column and line.key is not None and not line.dashes:
            found[line.key] = line.value
    return found


def _inline(head: str, column: int, after_dash: bool) -> _Inline | None:
    """Follow a line from its content up to the cursor; ``None`` where a comment has begun."""
    frames: list[tuple[str, str | None, dict[str, str]]] = []
    pending: str | None = None
    beside: dict[str, str] = {}
    number = 0
    numbers: list[int] = []
    token = column
    quote = ""
    at = column
    while at < len(head):
        character = head[at]
        if quote:
            if (character == "\\" and quote == '"') or (character == quote and head[at + 1 : at + 2] == quote == "'"):
                at += 1
            elif character == quote:
                quote = ""
        elif character in "\"'" and at == token:
            quote = character
        elif character == "#" and (at == 0 or head[at - 1] in " \t"):
            return None
        elif character == ":" and pending is None and _ends_key(head, at):
            pending = head[token:at].strip().strip("\"'")
            token = at + 1
        elif character in "[{" and at == token:
            frames.append((character, pending, beside))
            numbers.append(number)
            pending, beside, number, token = None, {}, 0, at + 1
        elif frames and character == ",":
            if pending is not None:
                beside[pending] = head[token:at].strip().strip("\"'")
            pending, token = None, at + 1
            number += 1
        elif frames and character == _CLOSING[frames[-1][0]]:
            _, pending, beside = frames.pop()
            number = numbers.pop()
            token = at + 1
        elif character in " \t" and (at == token or head[token] in "&!"):
            token = at + 1
        at += 1
    steps: list[Key] = []
    for place, (bracket, opened_by, _) in enumerate(frames):
        if opened_by is not None:
            steps.append(opened_by)
        if bracket == "[":
            steps.append(numbers[place + 1] if place + 1 < len(numbers) else number)
    if pending is not None:
        return _Inline(
            steps=(*steps, pending),
            role="value",
            start=token + bool(quote),
            quote=quote,
            beside=beside,
            is_flow=bool(frames),
        )
    in_list = bool(frames) and frames[-1][0] == "["
    role: Literal["key", "value", "either"] = "value" if in_list else "either" if after_dash and not frames else "key"
    return _Inline(
        steps=tuple(steps), role=role, start=token + bool(quote), quote=quote, beside=beside, is_flow=bool(frames)
    )


def _ends_key(head: str, at: int) -> bool:
    return at + 1 == len(head) or head[at + 1] in " \t,]}" or head[at - 1] in "\"'"


def _end(line: str, column: int, inline: _Inline) -> int:
    """Where the scalar that begins before a column ends."""
    if inline.quote:
        closing = re.compile(r"''|'" if inline.quote == "'" else r'\\.|"')
        found = (match for match in closing.finditer(line, column) if match[0] == inline.quote)
        return next((match.start() for match in found), len(line.rstrip()))
    stops = r"\s#|:(?:\s|$)|[,\]}]" if inline.is_flow else r"\s#|:(?:\s|$)"
    if inline.role == "value":
        stops = r"\s#|[,\]}]" if inline.is_flow else r"\s#"
    match = re.compile(stops).search(line, column)
    end = match.start() if match else len(line)
    return max(column, len(line[:end].rstrip()))
