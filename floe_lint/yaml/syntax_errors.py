"""What is wrong with text that is not YAML, in the words of somebody who writes configuration.

libyaml says what it expected and where it noticed. A person needs what was written wrongly and where, which
is often a line earlier: the quote that was opened, the key without a space.
"""

from __future__ import annotations

import re
from typing import Any

from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.nodes import Scalar

_LONGEST_LINE = 2000
"""Characters. In a longer line nobody looks for a typing mistake, and patterns would take their time."""

_TABS = "indent with spaces; YAML does not allow tabs there"
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_KEY_AND_VALUE = re.compile(r"\s*(?:- +)*(?P<key>\"[^\"]*\"|'[^']*'|[^\s:#][^:#]*):\s+(?P<value>\S.*)")
_NO_SPACE = re.compile(r"\s*(?:- +)*(?P<key>[\w-]+):(?P<value>[^\s:/][^\s:]*)\s*(?:#.*)?")


class SyntaxFailure(NamedTuple):
    """A message with the range of text it is about, as code point indices, and the way out."""

    message: str
    start: int
    end: int
    help: str | None = None


class _Failure:
    """Where and why libyaml stopped.

    ``last`` is the last scalar that it understood, ``bracket`` where the innermost open bracket stands.
    """

    def __init__(self, text: str, error: Any, last: Scalar | None, bracket: int | None) -> None:
        mark = error.problem_mark or error.context_mark
        self.text = text
        self.problem = str(error.problem or "")
        self.context = str(error.context or "")
        self.index = min(getattr(mark, "index", 0) or 0, len(text))
        self.opened = None if error.context_mark is None else min(error.context_mark.index, len(text))
        self.last = last
        self.bracket = bracket

    @property
    def char(self) -> str:
        return self.text[self.index : self.index + 1]

    def line_range(self, index: int) -> tuple[int, int]:
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        while end > start and self.text[end - 1] == "\r":
            end -= 1
        return start, end

    def line(self, index: int) -> str:
        start, end = self.line_range(index)
        return self.text[start : min(end, start + _LONGEST_LINE)]

    def previous_line(self, index: int) -> int | None:
        """The index at which the nearest line above with content starts."""
        start = self.line_range(index)[0]
        while start > 0:
            start = self.line_range(start - 1)[0]
            content = self.line(start).strip()
            if content and not content.startswith("#"):
                return start
        return None

    def value_end(self, start: int) -> int:
        """Where the value that starts here ends, for somebody who meant all of it as text."""
        end = self.line_range(start)[1]
        comment = re.compile(r"\s#").search(self.text, start, min(end, start + _LONGEST_LINE))
        end = comment.start() if comment else end
        return start + len(self.text[start:end].rstrip())


def explain_syntax(text: str, error: Any, last: Scalar | None, bracket: int | None) -> SyntaxFailure:
    """Explain an error of libyaml's parser (or of PyYAML's own, which says nearly the same)."""
    failure = _Failure(text, error, last, bracket)
    for look in (_conflict, _unclosed_quote, _tab, _after_quote, _by_problem):
        found = look(failure)
        if found is not None:
            break
    else:
        problem = ": ".join(part for part in (failure.context, failure.problem) if part)
        found = SyntaxFailure(problem or "the text is not YAML", failure.index, failure.index + 1)
    return found._replace(end=max(found.start, min(found.end, failure.line_range(found.start)[1])))


def _conflict(at: _Failure) -> SyntaxFailure | None:
    for index in (at.opened, at.index, at.previous_line(at.index)):
        if index is not None and _CONFLICT.match(at.line(index)):
            start, end = at.line_range(index)
            return SyntaxFailure(
                message="a merge conflict is left in the file",
                start=start,
                end=end,
                help="decide what is kept and delete the markers",
            )
    return None


def _unclosed_quote(at: _Failure) -> SyntaxFailure | None:
    if "quoted scalar" not in at.context or "unexpected" not in at.problem or at.opened is None:
        return None
    quote = at.text[at.opened]
    return SyntaxFailure(
        message=f"the quote {quote} that opens here is never closed",
        start=at.opened,
        end=at.opened + 1,
        help=f"add {quote} where the text ends",
    )


def _tab(at: _Failure) -> SyntaxFailure | None:
    start = at.line_range(at.index)[0]
    indentation = re.compile(r"[ \t]*").match(at.text, start)
    assert indentation is not None
    tab = at.text.find("\t", start, indentation.end())
    if tab < 0 or at.index > indentation.end():
        return None
    return SyntaxFailure(message="a tab is used for indentation", start=tab, end=indentation.end(), help=_TABS)


def _after_quote(at: _Failure) -> SyntaxFailure | None:
    """Text behind a closing quote: a quote inside the text, or one that was meant to close earlier."""
    opened_above = _closed_below(at)
    if opened_above is not None:
        return opened_above
    last = at.last
    if last is None or last.style not in ("'", '"') or last.style == "" or at.text[last.end : at.index].strip(" "):
        return None
    if at.char in ("", "\n", "\r", "]", "}", ",", ":"):
        return None
    if "\n" in at.text[last.start : last.end]:
        return SyntaxFailure(
            message=f"the quote {last.style} that opens here is closed on a later line only",
            start=last.start,
            end=last.start + 1,
            help=f"add {last.style} where the text ends",
        )
    if last.style == "'" and last.end == at.index:
        help = "write the quote inside the text twice (it''s), or put the text in double quotes"
    else:
        help = "put all of it in quotes, or none"
    return SyntaxFailure(
        message="text follows the closing quote", start=at.index, end=at.value_end(at.index), help=help
    )


def _closed_below(at: _Failure) -> SyntaxFailure | None:
    """A quote right before the failure that closes one of a line above, where the text was meant to end earlier."""
    # Of an alias or anchor libyaml names what follows the sign.
    end = at.index - (at.text[at.index - 1 : at.index] in ("*", "&"))
    quote = at.text[end - 1 : end]
    if quote not in ('"', "'") or at.text[end : end + 1] in ("", "\n", "\r", "]", "}", ",", ":"):
        return None
    opened = at.text.rfind(quote, 0, end - 1)
    if opened < 0 or "\n" not in at.text[opened:end] or not at.text[opened - 1 : opened].isspace():
        return None
    return SyntaxFailure(
        message=f"the quote {quote} that opens here is closed on a later line only",
        start=opened,
        end=opened + 1,
        help=f"add {quote} where the text ends",
    )


def _by_problem(at: _Failure) -> SyntaxFailure | None:
    for words, explain in _PROBLEMS:
        if words in at.problem or words in at.context:
            found: SyntaxFailure | None = explain(at)
            return found
    return None


def _quote(text: str) -> str:
    return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'


def _in_flow(at: _Failure, start: int) -> bool:
    """Whether a position lies within brackets that opened on its line."""
    before = at.text[at.line_range(start)[0] : start]
    return before.count("[") + before.count("{") > before.count("]") + before.count("}")


def _needs_quotes(at: _Failure, start: int, message: str) -> SyntaxFailure:
    end = at.value_end(start)
    if _in_flow(at, start):
        stop = re.compile(r"[,\]}]").search(at.text, start + 1, end)
        end = stop.start() if stop else end
    elif at.text[start:end].endswith(":"):
        end -= 1
    value = at.text[start:end].rstrip()
    return SyntaxFailure(
        message=message, start=start, end=start + len(value), help=f"put it in quotes: {_quote(value)}"
    )


def _bad_start(at: _Failure) -> SyntaxFailure:
    if at.char == "\t":
        return SyntaxFailure(
            message="a tab stands where a value is expected", start=at.index, end=at.index + 1, help=_TABS
        )
    return _needs_quotes(at, at.index, f'"{at.char}" cannot start a value without quotes')


def _bad_alias(at: _Failure) -> SyntaxFailure | None:
    if at.opened is None or at.text[at.opened] not in "*&":
        return None
    sign = at.text[at.opened]
    meaning = "refers to an anchor" if sign == "*" else "names an anchor"
    return _needs_quotes(at, at.opened, f'"{sign}" at the start of a value {meaning}, it is not taken as text')


def _unclosed_bracket(at: _Failure) -> SyntaxFailure | None:
    if at.opened is None:
        return None
    if at.text[max(at.index - 1, 0) : at.index + 1] == "${":
        close = at.text.find("}", at.index, at.line_range(at.index)[1])
        end = close + 1 if close >= 0 else at.index + 1
        value = at.text[at.index - 1 : end]
        return SyntaxFailure(
            message="a variable within brackets needs quotes",
            start=at.index - 1,
            end=end,
            help=f"put it in quotes: {_quote(value)}",
        )
    closing = _CLOSING.get(at.text[at.opened])
    if closing is None:
        return None
    if "\n" in at.text[at.opened : at.index] or not at.text[at.index :].strip():
        return _never_closed(at, at.opened)
    end = max(at.value_end(at.index), at.index + 1)
    stop = re.compile(r"[,\]}]").search(at.text, at.index, end)
    return SyntaxFailure(
        message=f'"," or "{closing}" is missing here',
        start=at.index,
        end=max(stop.start() if stop else end, at.index + 1),
        help="separate entries with commas, and put text that holds brackets or commas in quotes",
    )


def _colon_in_brackets(at: _Failure) -> SyntaxFailure:
    line_start = at.line_range(at.index)[0]
    start = 1 + max(at.text.rfind(sign, line_start, at.index) for sign in "[{,")
    start = max(start, line_start)
    start += len(at.text[start : at.index]) - len(at.text[start : at.index].lstrip())
    return _needs_quotes(at, start, 'a value within brackets that holds ":" in this way needs quotes')


def _bad_tag(at: _Failure) -> SyntaxFailure:
    start = at.index if at.opened is None else at.opened
    return _needs_quotes(at, start, '"!" at the start of a value names a tag, it is not taken as text')


_CLOSING = {"[": "]", "{": "}"}


def _never_closed(at: _Failure, start: int) -> SyntaxFailure | None:
    bracket = at.text[start]
    if bracket not in _CLOSING:
        return None
    kind = "list" if bracket == "[" else "mapping"
    return SyntaxFailure(
        message=f'the bracket "{bracket}" that opens here is not closed',
        start=start,
        end=start + 1,
        help=f'add "{_CLOSING[bracket]}" where the {kind} ends, and "," between its entries',
    )


def _two_colons(at: _Failure) -> SyntaxFailure | None:
    above = at.previous_line(at.index)
    start = at.line_range(at.index)[0]
    own_indent = _indent(at.line(at.index))
    is_item = above is not None and at.line(above).lstrip().startswith("- ")
    if above is not None and (not is_item or _indent(at.line(above)) == own_indent):
        missing = _space_missing(at, above)
        if missing is not None:
            return missing
    line = at.line(at.index)
    match = _KEY_AND_VALUE.match(line)
    if match is not None and start + match.start("value") <= at.index:
        value_start = start + match.start("value")
        value = at.text[value_start : at.value_end(value_start)]
        if value[:1] in "\"'[{":
            return SyntaxFailure(
                message='a second ": " follows the value on this line',
                start=at.index,
                end=at.index + 1,
                help="write one key on a line",
            )
        return SyntaxFailure(
            message='a value that holds ": " needs quotes',
            start=value_start,
            end=value_start + len(value),
            help=f"put it in quotes: {_quote(value)}",
        )
    if at.index - start > 1024:
        return SyntaxFailure("a key is longer than 1,024 characters", start, at.index)
    if above is None:
        return None
    if own_indent > _indent(at.line(above)):
        return SyntaxFailure(
            message="the line is indented deeper than the one above, which has a value already",
            start=start + own_indent,
            end=at.index,
            help=f"indent it by {_spaces(_indent(at.line(above)))}, like the line above",
        )
    return _no_key(at, above)


def _space_missing(at: _Failure, start: int) -> SyntaxFailure | None:
    match = _NO_SPACE.fullmatch(at.line(start))
    if match is None:
        return None
    return SyntaxFailure(
        message=f'a space is missing after "{match["key"]}:"',
        start=start + match.start("key"),
        end=start + match.end("value"),
        help=f"write {match['key']}: {match['value']}",
    )


def _no_key(at: _Failure, start: int) -> SyntaxFailure | None:
    line = at.line(start)
    indent = _indent(line)
    end = at.value_end(start + indent)
    words = at.text[start + indent : end]
    if not words:
        return None
    assignment = re.match(r"(?P<key>[\w-]+)\s*=\s*(?P<value>.*)", words)
    if assignment is not None:
        help = f"write {assignment['key']}: {assignment['value']}"
    else:
        help = f'write "{_short(words)}:" if it is a key, or "- {_short(words)}" if it is an item of a list'
    return SyntaxFailure(
        message='the line is neither a key with ":" nor an item with "- "', start=start + indent, end=end, help=help
    )


def _no_colon(at: _Failure) -> SyntaxFailure | None:
    if at.opened is None:
        return None
    start, line_end = at.line_range(at.opened)
    if line_end - start > 1024:
        return SyntaxFailure("a key is longer than 1,024 characters", at.opened, line_end)
    missing = _space_missing(at, start)
    if missing is not None:
        return missing
    above = at.previous_line(start)
    if above is not None and re.search(r"[|>][-+0-9]*\s*$", at.line(above)):
        indent = _indent(at.line(above))
        return SyntaxFailure(
            message='the text of a block that starts with "|" or ">" must be indented deeper than its key',
            start=at.opened,
            end=at.value_end(at.opened),
            help=f"indent it by {_spaces(indent + 2)} or more",
        )
    return _no_key(at, start)


def _bad_layout(at: _Failure) -> SyntaxFailure | None:
    """The block ends here although the text goes on: indentation, or something behind a value."""
    start = at.line_range(at.index)[0]
    line = at.line(at.index)
    indent = _indent(line)
    if at.char in ("]", "}"):
        return SyntaxFailure(
            message=f'"{at.char}" closes nothing',
            start=at.index,
            end=at.index + 1,
            help="delete it, or add what opens it",
        )
    if at.index > start + indent:
        return SyntaxFailure(
            message="text follows the end of the value",
            start=at.index,
            end=max(at.value_end(at.index), at.index + 1),
            help="put all of it in quotes",
        )
    item = re.match(r"\s*-(?:\s|$)", line) is not None
    levels = _levels(at, start)
    shown = (start + indent, max(at.value_end(start + indent), start + indent + 1))
    if indent in levels and item != levels[indent]:
        if item:
            return SyntaxFailure(
                "an item of a list stands between keys",
                *shown,
                "write a key, or move the item below the key whose list it belongs to",
            )
        return SyntaxFailure(
            "a key stands between the items of a list",
            *shown,
            'start the line with "- ", or indent the key like the one that the list belongs to',
        )
    if not levels:
        return None
    known = [str(level) for level in sorted(levels)][-3:]
    way_out = known[0] if len(known) == 1 else f"{', '.join(known[:-1])} or {known[-1]}"
    return SyntaxFailure(
        f"the line is indented by {_spaces(indent)}, which fits no line above",
        *shown,
        f"indent it by {way_out} spaces",
    )


def _levels(at: _Failure, start: int) -> dict[int, bool]:
    """The indentations that are open above a line, and whether list items stand there."""
    levels: dict[int, bool] = {}
    least: int | None = None
    index = at.previous_line(start)
    for _ in range(1000):
        if index is None:
            break
        line = at.line(index)
        index = at.previous_line(index)
        indent = _indent(line)
        if least is None or indent < least:
            item = re.match(r" *(?P<dashes>(?:- +)*)-?", line)
            assert item is not None
            if item["dashes"] and ":" in line and (least is None or item.end("dashes") < least):
                levels[item.end("dashes")] = False
            levels[indent] = item.end() > indent
            least = indent
        if indent == 0:
            break
    return levels


def _inline_item(at: _Failure) -> SyntaxFailure:
    end = max(at.value_end(at.index), at.index + 1)
    item = at.text[at.index + 1 : end].strip()
    return SyntaxFailure(
        message="a list cannot start on the line of its key",
        start=at.index,
        end=end,
        help=f'put "- {_short(item)}" on a line of its own' if item else 'put "- …" on a line of its own',
    )


def _bad_escape(at: _Failure) -> SyntaxFailure:
    start = max(at.text.rfind("\\", 0, at.index + 1), 0)
    escape = at.text[start : start + 2]
    return SyntaxFailure(
        message=f"{escape} means nothing within double quotes",
        start=start,
        end=start + 2,
        help=f"put the text in single quotes, or write \\{escape}",
    )


def _nothing_there(at: _Failure) -> SyntaxFailure | None:
    if not at.char.strip():
        return None if at.bracket is None else _never_closed(at, at.bracket)
    if at.char in "]}":
        return SyntaxFailure(
            message=f'"{at.char}" closes nothing',
            start=at.index,
            end=at.index + 1,
            help="delete it, or add what opens it",
        )
    return SyntaxFailure(
        message=f'a value is missing before "{at.char}"',
        start=at.index,
        end=at.index + 1,
        help=f'delete "{at.char}", or put the text in quotes',
    )


def _undefined_tag(at: _Failure) -> SyntaxFailure:
    end = max(at.value_end(at.index), at.index + 1)
    tag = at.text[at.index : end].split(" ")[0]
    return SyntaxFailure(
        message=f'the tag "{tag}" has no meaning here',
        start=at.index,
        end=at.index + len(tag),
        help="write the value without a tag, in quotes if it is text",
    )


def _after_block_sign(at: _Failure) -> SyntaxFailure:
    start = at.index if at.opened is None else at.opened
    end = max(at.value_end(start), start + 1)
    return SyntaxFailure(
        message=f'text follows "{at.text[start]}", which starts a block of text on the next line',
        start=start,
        end=end,
        help=f"put it in quotes: {_quote(at.text[start:end])}, or move the text to the next line",
    )


def _directive(at: _Failure) -> SyntaxFailure:
    start, end = at.line_range(at.index if at.opened is None else at.opened)
    return SyntaxFailure(
        message='a line that starts with "%" is an instruction to the YAML reader, and this one is unknown',
        start=start,
        end=end,
        help="put the text in quotes, or delete the line",
    )


def _junk(at: _Failure) -> SyntaxFailure:
    end = at.line_range(at.index)[1]
    return SyntaxFailure(
        message="the document has ended before this line",
        start=at.index,
        end=max(end, at.index + 1),
        help="check the indentation of this line and the one above",
    )


_PROBLEMS: tuple[tuple[str, Any], ...] = (
    ("YAML document", _directive),
    ("directive", _directive),
    ("cannot start any token", _bad_start),
    ("unexpected ':'", _colon_in_brackets),
    ("scanning a tag", _bad_tag),
    ("parsing a tag", _bad_tag),
    ("expected alphabetic or numeric character", _bad_alias),
    ("expected ',' or", _unclosed_bracket),
    ("mapping values are not allowed", _two_colons),
    ("could not find expected ':'", _no_colon),
    ("sequence entries are not allowed", _inline_item),
    ("unknown escape character", _bad_escape),
    ("hexdecimal number", _bad_escape),
    ("expected escape sequence", _bad_escape),
    ("node content", _nothing_there),
    ("expected comment or", _after_block_sign),
    ("expected a comment or", _after_block_sign),
    ("expected chomping", _after_block_sign),
    ("undefined tag handle", _undefined_tag),
    ("did not find expected key", _bad_layout),
    ("expected '-' indicator", _bad_layout),
    ("expected <block end>", _bad_layout),
    ("expected <document start>", _junk),
    ("expected '<document start>'", _junk),
)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(count: int) -> str:
    return "1 space" if count == 1 else f"{count} spaces"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}…"
