"""``# floe: ignore[rule-id, …] reason`` comments."""

from __future__ import annotations

import re
from typing import NamedTuple

from floe_lint.document.document import Document
from floe_lint.places import Span

_IGNORE = re.compile(r"#\s*floe:\s*ignore\b(?P<list>\[(?P<ids>[^\]]*)\])?(?P<rest>[^#]*)")


class Ignore(NamedTuple):
    """One ignore comment.

    ``rules`` holds each id with its span; it is empty where the brackets are missing, and such a comment
    ignores nothing. ``line`` is the line whose findings it takes out.
    """

    rules: tuple[tuple[str, Span], ...]
    reason: str
    line: int
    span: Span


def read_ignores(document: Document) -> tuple[Ignore, ...]:
    """The ignore comments of a file: at the end of a line for that line, else for the next line with content."""
    if "floe:" not in document.text:
        return ()
    lines: list[str] | None = None
    found = []
    for comment in document.comments:
        match = _IGNORE.match(comment.text)
        if match is None:
            continue
        line, column = comment.span.line, comment.span.column
        target = line
        if comment.own_line:
            lines = document.text.splitlines() if lines is None else lines
            target = next(
                (
                    number + 1
                    for number in range(line, len(lines))
                    if lines[number].strip() and not lines[number].lstrip().startswith("#")
                ),
                line,
            )
        rules = []
        if match["ids"] is not None:
            offset = match.start("ids")
            for part in match["ids"].split(","):
                name = part.strip()
                if name:
                    start = column + offset + (len(part) - len(part.lstrip()))
                    rules.append((name, Span(line, start, line, start + len(name))))
                offset += len(part) + 1
        end = column + len(match[0].rstrip())
        found.append(Ignore(tuple(rules), match["rest"].strip(), target, Span(line, column, line, end)))
    return tuple(found)
