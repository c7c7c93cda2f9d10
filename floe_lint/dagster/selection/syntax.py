"""Parse the text of an asset selection into a tree.

The grammar is Dagster's (``AssetSelection.from_string``), which publishes no grammar file::

    expression: expression "and" expression | expression "or" expression | "not" expression | "*"
              | [[DIGITS] "+"] operand ["+" [DIGITS]]
    operand:    attribute ":" value | ("sinks" | "roots") "(" expression ")" | "(" expression ")"

``not`` binds tighter than ``and``, which binds tighter than ``or``. What this language adds: a bare or quoted
name, ``asset:x``, and words that need no quotes where Dagster wants them (``group:my-group``, ``key:*``,
``owner:team:data``). What it lacks: the attributes that only Dagster's web interface can answer.
"""

from __future__ import annotations

from typing import Literal, NoReturn

from floe_lint.dagster.selection.tokens import SelectionError as SelectionError  # part of this module's interface
from floe_lint.dagster.selection.tokens import Token, show, tokenize
from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.records import NamedTuple

MAX_NESTING = 50
"""How deep parentheses, functions and ``not`` may nest."""

Attribute = Literal["all", "asset", "key", "group", "tag", "owner", "kind", "is"]
ATTRIBUTES: tuple[Attribute, ...] = ("asset", "key", "group", "tag", "owner", "kind", "is")
"""What may stand before a colon."""


FunctionName = Literal["sinks", "roots"]


class Term(NamedTuple):
    """One condition on assets. The range covers all of it, attribute and quotes included.

    ``attribute`` is ``all`` for a lone ``*`` and ``asset`` for a bare name. ``value`` is the name without
    quotes; in ``asset``, ``key`` and ``group`` a ``*`` in it, quoted or not, stands for any characters;
    ``None`` is ``<null>``. ``tag_value`` is what stands after the ``=`` of a tag, else ``""``.
    """

    attribute: Attribute
    value: str | None
    tag_value: str
    start: int
    end: int


class Traversal(NamedTuple):
    """``n+child+n``: the assets within ``up`` levels above and ``down`` levels below, with the child.

    0 means that this side is not walked, ``None`` that it is walked to the end.
    """

    child: Expression
    up: int | None
    down: int | None
    start: int
    end: int


class SelectionFunction(NamedTuple):
    """``sinks(child)`` or ``roots(child)``."""

    name: FunctionName
    child: Expression
    start: int
    end: int


class Not(NamedTuple):
    """``not child``."""

    child: Expression
    start: int
    end: int


class And(NamedTuple):
    """Two or more operands joined by ``and``."""

    operands: tuple[Expression, ...]
    start: int
    end: int


class Or(NamedTuple):
    """Two or more operands joined by ``or``."""

    operands: tuple[Expression, ...]
    start: int
    end: int


Expression = Term | Traversal | SelectionFunction | Not | And | Or
"""A selection. ``start`` and ``end`` of every node are a half-open range of characters of the parsed text;
parentheses around a whole node are not part of it."""


def parse_selection(text: str) -> Expression | SelectionError:
    """Parse one selection.

    Nothing is raised, whatever the text; time is in proportion to its length.
    """
    tokens = tokenize(text)
    if isinstance(tokens, SelectionError):
        return tokens
    if len(tokens) == 1:
        return SelectionError('the selection is empty; write "*" to select every asset', 0, len(text))
    try:
        return _Parser(text, tokens).whole()
    except _RefusedSelectionError as refused:
        return refused.error


def terms(expression: Expression) -> list[Term]:
    """Return the conditions of a selection in the order in which they are written."""
    if isinstance(expression, Term):
        return [expression]
    return [term for child in children(expression) for term in terms(child)]


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the selections that one is made of; none for a condition."""
    if isinstance(expression, Term):
        return ()
    return expression.operands if isinstance(expression, (And, Or)) else (expression.child,)


_HINTS = {"name": "asset", "model": "asset", "compute_kind": "kind", "source": "key", "table": "key"}
"""Attributes that people expect, and what they are called."""

_ONLY_IN_THE_INTERFACE = {
    "automation_type": '"tag:" or "group:"',
    "changed_in_branch": '"tag:" or "group:"',
    "code_location": '"group:" or "key:"',
    "column": '"key:" or "tag:"',
    "columns": '"key:" or "tag:"',
    "column_tag": '"tag:"',
    "job": '"group:" or "tag:", or repeat what that job selects',
    "partitions": '"tag:" or "group:"',
    "schedule": '"group:" or "tag:", or repeat what its job selects',
    "sensor": '"group:" or "tag:", or repeat what its job selects',
    "status": '"tag:" or "group:"',
    "table_name": '"key:"',
}
"""Attributes that Dagster parses and refuses (or, for ``partitions:``, answers only once partitions are set)
when a job resolves them, and what selects assets instead."""

_FUNCTIONS: tuple[FunctionName, ...] = ("sinks", "roots")
_IS = ("external", "materializable")


class _RefusedSelectionError(Exception):
    """Unwinds the parser; never leaves this module."""

    def __init__(self, error: SelectionError) -> None:
        super().__init__(error.message)
        self.error = error


class _Parser:
    """A recursive descent over the tokens of one selection; ``at`` is the next token's index."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0

    def whole(self) -> Expression:
        expression = self.disjunction(0)
        if self.peek().kind != "end":
            self.refuse_leftover(closing=False)
        return expression

    def peek(self) -> Token:
        return self.tokens[self.at]

    def behind(self) -> Token:
        """The token consumed last."""
        return self.tokens[self.at - 1]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def disjunction(self, nesting: int) -> Expression:
        start = self.peek().start
        operands = [self.conjunction(nesting)]
        while self.peek().kind == "or":
            self.take()
            operands.append(self.conjunction(nesting))
        return operands[0] if len(operands) == 1 else Or(tuple(operands), start, self.behind().end)

    def conjunction(self, nesting: int) -> Expression:
        start = self.peek().start
        operands = [self.negation(nesting)]
        while self.peek().kind == "and":
            self.take()
            operands.append(self.negation(nesting))
        return operands[0] if len(operands) == 1 else And(tuple(operands), start, self.behind().end)

    def negation(self, nesting: int) -> Expression:
        if self.peek().kind != "not":
            return self.traversal(nesting)
        start = self.deeper(nesting).start
        return Not(self.negation(nesting + 1), start, self.behind().end)

    def traversal(self, nesting: int) -> Expression:
        start = self.peek().start
        up: int | None = 0
        if self.peek().kind == "+":
            self.take()
            up = None
        elif self.peek().kind == "word" and self.peek().text.isdecimal() and self.tokens[self.at + 1].kind == "+":
            up = self.levels()
            self.take()
        if self.behind().kind == "+" and self.at and self.peek().kind == "+":
            self.refuse_pluses()
        inner = self.peek()
        child = self.operand(nesting)
        down: int | None = 0
        if self.peek().kind == "+":
            self.take()
            down = None
            if self.peek().kind == "word" and self.peek().text.isdecimal():
                down = self.levels()
            if self.peek().kind == "+":
                self.refuse_pluses()
        if up == 0 and down == 0:
            return child
        if inner.kind == "word" and isinstance(child, Term) and child.attribute == "all":
            self.refuse('"*" already selects every asset; leave the "+" out', start, self.behind().end)
        return Traversal(child=child, up=up, down=down, start=start, end=self.behind().end)

    def operand(self, nesting: int) -> Expression:
        token = self.peek()
        if token.kind == "(":
            return self.parenthesized(nesting)
        if token.kind not in ("word", "string"):
            self.refuse_operand()
        self.take()
        if self.peek().kind == "=":
            self.refuse_equals(token)
        if token.kind == "word":
            if self.peek().kind == ":":
                return self.attribute(token)
            called = self.peek().start == token.end or token.text in _FUNCTIONS
            if self.peek().kind == "(" and called:
                return self.function(token, nesting)
            if token.text[0] in "-@":
                self.refuse_prefix(token)
        if not token.text:
            self.refuse('the name "" is empty; write "*" to select every asset', token.start, token.end)
        return Term(
            attribute="all" if token.text == "*" else "asset",
            value=token.text,
            tag_value="",
            start=token.start,
            end=token.end,
        )

    def parenthesized(self, nesting: int) -> Expression:
        opening = self.deeper(nesting)
        expression = self.disjunction(nesting + 1)
        if self.peek().kind == "end":
            message = f'"(" at character {opening.start + 1} is never closed'
            self.refuse(message, opening.start, opening.end)
        if self.peek().kind != ")":
            self.refuse_leftover(closing=True)
        self.take()
        return expression

    def function(self, name: Token, nesting: int) -> SelectionFunction:
        function = next((known for known in _FUNCTIONS if known == name.text), None)
        if function is None:
            near = nearest(name.text, _FUNCTIONS)
            way_out = f'did you mean "{near}"?' if near else 'there are "sinks(…)" and "roots(…)"'
            self.refuse(f"there is no function {show(name.text)}; {way_out}", name.start, name.end)
        return SelectionFunction(
            name=function, child=self.parenthesized(nesting), start=name.start, end=self.behind().end
        )

    def attribute(self, name: Token) -> Term:
        self.take()
        attribute = next((known for known in ATTRIBUTES if known == name.text), None)
        if attribute is None:
            self.refuse_attribute(name)
        value = self.value(name)
        if name.text == "tag":
            return self.tag(name, value)
        text: str | None = value.text
        if value.kind == "null":
            if name.text in ("asset", "key", "is"):
                self.refuse(f'"{name.text}:" takes a name, not <null>', name.start, value.end)
            text = None
        elif name.text == "owner":
            text = self.joined_by_colons(value)
        if self.peek().kind in (":", "="):
            self.refuse_after_value(name, value)
        self.check_value(name, text)
        return Term(attribute=attribute, value=text, tag_value="", start=name.start, end=self.behind().end)

    def value(self, name: Token) -> Token:
        token = self.peek()
        if token.kind == "(":
            example = f'write "{name.text}:a or {name.text}:b"'
            self.refuse(f'"{name.text}:" takes one name; {example}', name.start, token.end)
        if token.kind not in ("word", "string", "null"):
            example = "bronze" if name.text == "group" else _IS[0] if name.text == "is" else "x"
            message = f'"{name.text}:" needs a name after it, e.g. "{name.text}:{example}"'
            if token.kind in ("and", "or", "not"):
                message += f'; quote "{token.text}" if that is the name'
            self.refuse(message, name.start, self.behind().end)
        return self.take()

    def tag(self, name: Token, key: Token) -> Term:
        tag_value = ""
        if self.peek().kind == "=":
            equals = self.take()
            if self.peek().kind not in ("word", "string", "null"):
                message = f'"=" needs the tag\'s value after it; write "tag:{key.text}" if it has none'
                self.refuse(message, name.start, equals.end)
            value = self.take()
            tag_value = "" if value.kind == "null" else value.text
        if self.peek().kind in (":", "="):
            self.refuse_after_value(name, self.behind())
        if key.kind == "null":
            self.refuse('"tag:" takes the name of a tag, not <null>', name.start, key.end)
        if "=" in key.text:
            left, _, right = key.text.partition("=")
            message = f'no tag\'s name holds "="; write tag:"{left}"="{right}"'
            self.refuse(message, name.start, self.behind().end)
        self.check_value(name, key.text)
        self.check_value(name, tag_value or "x")
        return Term(attribute="tag", value=key.text, tag_value=tag_value, start=name.start, end=self.behind().end)

    def joined_by_colons(self, first: Token) -> str:
        """Take the rest of an owner such as ``team:data``, which Dagster would want quoted."""
        text = first.text
        while self.peek().kind == ":" and self.peek().start == self.behind().end:
            colon = self.take()
            if self.peek().kind != "word" or self.peek().start != colon.end:
                self.refuse(f"{show(text + ':')} is not an owner", first.start, colon.end)
            text += ":" + self.take().text
        return text

    def check_value(self, name: Token, value: str | None) -> None:
        """Refuse values that could not match anything, whatever the project."""
        end = self.behind().end
        if value == "":
            self.refuse(f'the name after "{name.text}:" is empty', name.start, end)
        if value is not None and "*" in value and name.text in ("tag", "owner", "kind", "is"):
            message = f'"{name.text}:" knows no wildcard; "asset:", "key:" and "group:" do'
            self.refuse(message, name.start, end)
        if name.text == "is" and value not in _IS:
            near = nearest(value or "", _IS)
            way_out = f'did you mean "is:{near}"?' if near else 'write "is:external" or "is:materializable"'
            self.refuse(f"{show(f'is:{value}')} is not known; {way_out}", name.start, end)

    def levels(self) -> int:
        """Take the number of levels of a traversal."""
        token = self.take()
        if len(token.text) > 6:
            message = f'{show(token.text)} levels are more than any graph has; write "+" alone for all'
            self.refuse(message, token.start, token.end)
        levels = int(token.text)
        if levels == 0:
            self.refuse('0 levels add nothing; leave the "+" out', token.start, token.end)
        return levels

    def deeper(self, nesting: int) -> Token:
        """Take the token that opens a level of nesting."""
        if nesting >= MAX_NESTING:
            message = f"the selection nests more than {MAX_NESTING} levels deep; make its parts items of a list"
            self.refuse(message, self.peek().start, self.peek().end)
        return self.take()

    def refuse(self, message: str, start: int, end: int) -> NoReturn:
        raise _RefusedSelectionError(SelectionError(message, start, end))

    def refuse_operand(self) -> NoReturn:
        """Explain why no operand can begin with the next token."""
        token = self.peek()
        before = self.behind() if self.at else None
        if before is not None and before.kind in ("and", "or", "not"):
            self.refuse(f'"{before.text}" has nothing to its right', before.start, before.end)
        if before is not None and before.kind == "+":
            self.refuse('"+" has no selection to its right', before.start, before.end)
        if token.kind == ")" and before is not None and before.kind == "(":
            function = self.tokens[self.at - 2] if self.at > 1 else before
            if function.kind == "word":
                example = f'"{function.text}(*)"'
                message = f'"{function.text}()" needs a selection in its parentheses, e.g. {example}'
                self.refuse(message, function.start, token.end)
            self.refuse('nothing is selected in "()"', before.start, token.end)
        if token.kind == ")":
            self.refuse(f'")" at character {token.start + 1} closes nothing', token.start, token.end)
        if token.kind == "end" and before is not None:
            self.refuse(f'"(" at character {before.start + 1} is never closed', before.start, before.end)
        if token.kind in ("and", "or"):
            self.refuse(f'"{token.text}" has nothing to its left', token.start, token.end)
        if token.kind == ":":
            self.refuse('":" has no attribute before it; write e.g. "group:bronze"', token.start, token.end)
        if token.kind == "null":
            self.refuse('"<null>" has no attribute before it; write e.g. "kind:<null>"', token.start, token.end)
        self.refuse('"=" has no tag before it; write e.g. "tag:layer=gold"', token.start, token.end)

    def refuse_leftover(self, *, closing: bool) -> NoReturn:
        """Explain a token after an operand that is no operator. ``closing``: a parenthesis is open."""
        token, before = self.peek(), self.behind()
        if token.kind == ")" and not closing:
            self.refuse(f'")" at character {token.start + 1} closes nothing', token.start, token.end)
        if token.kind in (":", "="):
            message = f'"{token.text}" does not belong after {show(before.text)}; write e.g. "group:bronze"'
            self.refuse(message, token.start, token.end)
        if token.text.lower() in ("and", "or") and token.kind == "word":
            message = f'{show(token.text)} must be written "{token.text.lower()}"'
            self.refuse(message, token.start, token.end)
        if token.kind == "not":
            self.refuse('"not" needs "and" or "or" before it', token.start, token.end)
        if before.kind == "word" and token.kind == "word" and "-" in (before.text, token.text):
            self.refuse('"-" does not take assets away; write "and not"', token.start, token.end)
        left = self.text[self.piece_start(before) : before.end].strip("()")
        right = self.text[token.start :].split(maxsplit=1)[0].strip("()")
        message = f'nothing joins {show(left)} and {show(right)}; write "and" or "or" between them'
        end = token.start + max(len(right), 1)
        self.refuse(f"{message}, or make them items of a list", token.start, end)

    def piece_start(self, token: Token) -> int:
        """Where the unbroken piece of text begins that ends with the token."""
        index = self.tokens.index(token)
        while index and self.tokens[index - 1].end == self.tokens[index].start:
            index -= 1
        return self.tokens[index].start

    def refuse_attribute(self, name: Token) -> NoReturn:
        instead = _ONLY_IN_THE_INTERFACE.get(name.text)
        if instead is not None:
            message = f'a job cannot select by "{name.text}:"; use {instead} instead'
            self.refuse(message, name.start, self.behind().end)
        near = _HINTS.get(name.text.lower()) or nearest(name.text, ATTRIBUTES)
        known = ", ".join(f"{attribute}:" for attribute in ATTRIBUTES[:-1])
        way_out = f'did you mean "{near}:"?' if near else f"there are {known} and {ATTRIBUTES[-1]}:"
        self.refuse(f"there is no attribute {show(name.text + ':')}; {way_out}", name.start, self.behind().end)

    def refuse_equals(self, left: Token) -> NoReturn:
        """Explain ``left=…``."""
        right = self.tokens[self.at + 1]
        end = right.end if right.kind in ("word", "string") else self.peek().end
        written = self.text[left.start : end]
        known = left.text if left.text in ATTRIBUTES else _HINTS.get(left.text.lower())
        known = known or nearest(left.text, ATTRIBUTES)
        value = self.text[right.start : end] if right.kind in ("word", "string") else "…"
        meant = f"{known}:{value}" if known else f"tag:{left.text}={value}"
        self.refuse(f"{show(written)} is not a selection; write {show(meant)}", left.start, end)

    def refuse_after_value(self, name: Token, value: Token) -> NoReturn:
        """Explain a ``:`` or ``=`` after the value of an attribute."""
        token = self.peek()
        if token.kind == "=" and name.text != "tag":
            message = f'only "tag:" takes a "=", "{name.text}:" does not'
        else:
            written = f'{show(value.text)} is followed by "{token.text}"'
            message = f"{written}; put the name in quotes if that is part of it"
        self.refuse(message, name.start, token.end)

    def refuse_pluses(self) -> NoReturn:
        before, token = self.behind(), self.peek()
        message = 'a "+" too many; write "2+x" or "x+2" for two levels, "+x" or "x+" for all'
        self.refuse(message, before.start if before.kind == "+" else token.start, token.end)

    def refuse_prefix(self, token: Token) -> NoReturn:
        """Explain a word that begins like an operator of another tool's language."""
        rest = token.text[1:]
        if token.text[0] == "-":
            meant = f'take assets away with "and not", e.g. "group:x and not {rest or "y"}"'
        else:
            meant = f'write "+{rest}+"'
        self.refuse(f"{show(token.text)} is not a selection; {meant}", token.start, token.end)
