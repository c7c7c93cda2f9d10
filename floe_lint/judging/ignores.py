"""``# floe: ignore[rule-id, …] reason`` comments."""

from __future__ import annotations

import re

from floe_lint.kernel.positions import Span
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.document import Comment, Document
from floe_lint.yaml.nodes import Scalar

_DIRECTIVE = (
    r"(?:\A|(?<=\s))#\s*(?P<tool>floe(?:-lint)?)\s*:\s*"
    r"(?P<word>[A-Za-z-]+)(?P<list>\s*\[(?P<ids>[^\]]*)\])?(?P<rest>[^#]*)"
)
_NOQA = r"(?:\A|(?<=\s))#\s*noqa\b(?:\s*:\s*[\w, -]+)?"
_OTHER_WORDS = frozenset(["disable", "suppress", "skip", "noqa", "nolint", "allow"])
_REASON_START = " \t:;,.-–—"


class Ignore(NamedTuple):
    """One ignore comment.

    ``rules`` holds each id with its span; ``listed`` is false where the brackets are missing, and such a
    comment ignores nothing. ``word`` is what stands for "ignore". ``line`` is the line whose findings it
    takes out, ``path`` the file as it was opened. A comment on its own line covers a text of several lines that begins
    in the next one, up to ``last_line``: within it no comment can stand.
    """

    rules: tuple[tuple[str, Span], ...]
    reason: str
    line: int
    span: Span
    path: str
    listed: bool = True
    word: str = "ignore"
    last_line: int = 0


def _may_be_one(comment: str) -> bool:
    """Whether a colon follows our name: comments often speak of floe.yaml."""
    return any(after.removeprefix("-lint").lstrip().startswith(":") for after in comment.split("floe")[1:])


def read_ignores(document: Document) -> tuple[Ignore, ...]:
    """The ignore comments of a file: at the end of a line for that line, else for the next line with content.

    Comments that are most likely meant as one (``# floe: disable[…]``, ``# floe: disable=…``, ``# noqa``) are among
    them, with their ``word``.
    """
    if "floe" not in document.text and "noqa" not in document.text:
        return ()
    found = []
    for comment in document.comments:
        match = re.search(_DIRECTIVE, comment.text) if _may_be_one(comment.text) else None
        if match is not None and _is_meant(match):
            found.append(_ignore(document, comment, match))
        elif "noqa" in comment.text and (match := re.search(_NOQA, comment.text)) is not None:
            found.append(_of_another_tool(document, comment, match))
    own_line = {ignore.line for ignore in found if ignore.line > ignore.span.line}
    last_lines = _last_lines(document, own_line) if own_line else {}
    return tuple(
        ignore._replace(last_line=last_lines.get(ignore.line, ignore.line))
        if ignore.line > ignore.span.line
        else ignore._replace(last_line=ignore.line)
        for ignore in found
    )


def _last_lines(document: Document, lines: set[int]) -> dict[int, int]:
    """Of those lines in which a text of several lines begins, where it ends."""
    result: dict[int, int] = {}
    for _, _, node in document.walk():
        if isinstance(node, Scalar):
            first = document.position(node.start)[0]
            if first in lines:
                result[first] = max(document.position(node.end)[0], result.get(first, first))
    return result


def _is_meant(match: re.Match[str]) -> bool:
    """Whether a comment is an ignore, perhaps by another word, and not prose that starts with "floe:"."""
    word = match["word"].lower()
    is_bare = match["list"] is None and match["rest"].strip() and not match["rest"].lstrip().startswith("=")
    return word == "ignore" or (not is_bare and (word in _OTHER_WORDS or word.startswith("ignore")))


def _of_another_tool(document: Document, comment: Comment, match: re.Match[str]) -> Ignore:
    line, column = comment.span.line, comment.span.column
    span = Span(line, column + match.start(), line, column + match.start() + len(match[0].rstrip()))
    target = document.next_content_line(line) or line if comment.own_line else line
    return Ignore(rules=(), reason="", line=target, span=span, path=document.path, listed=False, word="noqa")


def _ignore(document: Document, comment: Comment, match: re.Match[str]) -> Ignore:
    line, column = comment.span.line, comment.span.column
    target = document.next_content_line(line) or line if comment.own_line else line
    rules = []
    if match["ids"] is not None:
        offset = column + match.start("ids")
        for part in match["ids"].split(","):
            name = part.strip()
            if name:
                start = offset + len(part) - len(part.lstrip())
                rules.append((name, Span(line, start, line, start + len(name))))
            offset += len(part) + 1
    word = match["word"] + "=" if match["rest"].startswith("=") and match["list"] is None else match["word"]
    is_ignore = word == "ignore" and match["tool"] == "floe"
    return Ignore(
        rules=tuple(rules) if is_ignore else (),
        reason=match["rest"].strip().lstrip(_REASON_START),
        line=target,
        span=Span(line, column + match.start(), line, column + match.start() + len(match[0].rstrip())),
        path=document.path,
        listed=match["list"] is not None,
        word=word if match["tool"] == "floe" else f"{match['tool']}: {word}",
    )
