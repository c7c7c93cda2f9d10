"""Conditions in CEL, within bounds: a whitelist of functions, a limit on size, steps and time.

cel-python evaluates them: it is pure Python, so that every step of an evaluation can be counted and cut off. Regular
expressions go to RE2, which takes linear time.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from floe_lint.kernel.near_names import nearest
from floe_lint.settings.pack_file import PackError

try:
    import re2
    from celpy import celtypes, evaluation
    from celpy.adapter import json_to_cel
    from celpy.celparser import CELParseError, CELParser
    from lark import Token, Tree
except ImportError as error:
    raise PackError(
        'policies with a condition need CEL, which is not installed: pip install "floe-lint[policies]"'
    ) from error

LONGEST = 2_000
"""Characters of an expression."""
DEEPEST = 150
"""Levels of an expression's syntax tree; a pair of parentheses takes three."""
MOST_STEPS = 50_000
"""Steps of an expression for one node."""
MOST_SECONDS = 5.0
"""Time of an expression for one node."""

MACROS = ("all", "exists", "exists_one", "filter", "map")
METHODS = ("contains", "endsWith", "matches", "size", "startsWith")
FUNCTIONS = ("double", "has", "int", "size", "string")
_OPERATORS = ("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_in_", "_+_", "_-_", "_*_", "_/_", "_%_", "-_", "!_")
_ALWAYS = ("_&&_", "_||_", "_?_:_", "_[_]")


class ExpressionError(Exception):
    """An expression that cannot be used, and the half-open range of it that says so."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class EvaluationError(Exception):
    """An expression that gives no answer for a node, and why."""


class Expression(NamedTuple):
    """A checked expression; ``uses`` holds the fields that it reads of each variable."""

    text: str
    tree: Any
    uses: Mapping[str, frozenset[str]]

    def holds(self, values: Mapping[str, Mapping[str, Any]]) -> bool:
        """Whether it is true of the variables' fields. Raises ``EvaluationError``."""
        context = {
            name: json_to_cel({field: values[name][field] for field in fields}) for name, fields in self.uses.items()
        }
        return _evaluate(self.tree, context)


def read_expression(text: str, fields: Mapping[str, frozenset[str]]) -> Expression:
    """Parse an expression over variables with these fields. Raises ``ExpressionError``."""
    if len(text) > LONGEST:
        raise ExpressionError(f"the condition is longer than {LONGEST:,} characters", LONGEST, len(text))
    _check_strings(text)
    try:
        tree = CELParser().parse(text)
    except CELParseError as error:
        raise _not_cel(text, _offset(text, error.line, error.column)) from None
    except Exception as error:
        raise ExpressionError(f"the condition is not CEL: {str(error).splitlines()[0]}", 0, len(text)) from None
    tree = _simplified(tree)
    _check_depth(tree, text)
    uses: dict[str, set[str]] = {}
    for node in _accesses(tree, frozenset(), fields):
        uses.setdefault(node[0], set()).add(node[1])
    return Expression(text, tree, {name: frozenset(found) for name, found in uses.items()})


def _not_cel(text: str, start: int) -> ExpressionError:
    match = re.match(r"\w+|\S", text[start:])
    rest = text[start:].strip()
    closed_too_often = sum(map(text.count, ")]}")) > sum(map(text.count, "([{"))
    if match is None or (match[0] == rest and not closed_too_often):
        return ExpressionError("the condition ends too early", start, len(text))
    return ExpressionError(f'the condition is not CEL: unexpected "{match[0]}"', start, start + match.end())


_CHAIN = ("expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication", "unary")


def _simplified(tree: Any) -> Any:
    """The tree without the levels that only pass on what is below: most of them, and of the time to evaluate it."""
    root = Tree("root", [tree])
    for node in root.iter_subtrees():
        node.children = [_passed_on(child) for child in node.children]
    return root.children[0]


def _passed_on(node: Any) -> Any:
    while isinstance(node, Tree) and node.data in _CHAIN and len(node.children) == 1:
        node = node.children[0]
    return node


def _check_strings(text: str) -> None:
    """Refuse a string that is not closed: the grammar's pattern for strings would try every way to read it."""
    index = 0
    while index < len(text):
        char = text[index]
        if text.startswith("//", index):
            end = text.find("\n", index)
            index = len(text) if end < 0 else end
        elif char in "\"'":
            quote = char * 3 if text.startswith(char * 3, index) else char
            end = index + len(quote)
            while end < len(text) and not text.startswith(quote, end):
                if text[end] == "\n" and len(quote) == 1:
                    break
                end += 2 if text[end] == "\\" else 1
            if not text.startswith(quote, end):
                raise ExpressionError(f"the condition has a string that is not closed with {quote}", index, len(text))
            index = end + len(quote)
        else:
            index += 1


def _offset(text: str, line: int | None, column: int | None) -> int:
    if line is None or column is None or line < 1 or column < 1:
        return len(text.rstrip())
    starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]
    return min(starts[min(line, len(starts)) - 1] + column - 1, len(text))


def _check_depth(tree: Any, text: str) -> None:
    level, depth = [tree], 0
    while level:
        depth += 1
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
    if depth > DEEPEST:
        raise ExpressionError("the condition is nested too deeply", 0, len(text))


def _error(node: Any, message: str) -> ExpressionError:
    if isinstance(node, Token):
        return ExpressionError(message, node.start_pos or 0, node.end_pos or 0)
    return ExpressionError(message, node.meta.start_pos, node.meta.end_pos)


def _accesses(tree: Any, bound: frozenset[str], fields: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """The fields of variables that an expression reads; whatever else it does is checked against what may be done.

    ``bound`` are the variables of the macros around it. Raises ``ExpressionError``.
    """
    kind = tree.data
    if kind in ("member_object", "dot_ident", "dot_ident_arg"):
        raise _error(tree, "messages and absolute names are not part of a condition")
    if kind == "ident":
        name = tree.children[0]
        if str(name) in fields and str(name) not in bound:
            example = min(fields[str(name)])
            raise _error(name, f'"{name}" has fields; say which, e.g. "{name}.{example}"')
        if str(name) not in bound:
            near = nearest(str(name), [*fields, *bound])
            way_out = f'did you mean "{near}"?' if near else f"the variables are {', '.join(fields)}"
            raise _error(name, f'"{name}" is not known; {way_out}')
        return
    if kind == "member_dot":
        variable, field = _variable(tree.children[0]), tree.children[1]
        if variable is not None and variable in fields and variable not in bound:
            if str(field) not in fields[variable]:
                near = nearest(str(field), fields[variable])
                way_out = f'did you mean "{near}"?' if near else f"the fields are {', '.join(sorted(fields[variable]))}"
                raise _error(field, f'"{variable}" has no field "{field}"; {way_out}')
            yield variable, str(field)
            return
    elif kind == "member_dot_arg":
        yield from _call(tree, bound, fields)
        return
    elif kind == "ident_arg":
        name = tree.children[0]
        if str(name) not in FUNCTIONS:
            raise _unknown_function(name, FUNCTIONS)
    for child in tree.children:
        if isinstance(child, Tree):
            yield from _accesses(child, bound, fields)


def _call(tree: Any, bound: frozenset[str], fields: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    receiver, name, *arguments = tree.children
    yield from _accesses(receiver, bound, fields)
    if str(name) not in MACROS:
        if str(name) not in METHODS:
            raise _unknown_function(name, (*METHODS, *MACROS))
        for argument in arguments:
            yield from _accesses(argument, bound, fields)
            if str(name) == "matches":
                _check_pattern(argument)
        return
    given = arguments[0].children if arguments else []
    item = _variable(given[0]) if len(given) == 2 else None
    if item is None:
        raise _error(name, f'"{name}" takes a name and an expression, e.g. {name}(item, item != "")')
    if item in fields:
        raise _error(given[0], f'"{item}" is a variable already; take another name')
    yield from _accesses(given[1], bound | {item}, fields)


def _check_pattern(arguments: Any) -> None:
    """Refuse a literal that is no regular expression."""
    literals = list(arguments.find_data("literal"))
    if _passed_down(arguments).data == "literal" and literals[0].children[0].type.endswith("STRING_LIT"):
        token = literals[0].children[0]
        try:
            _matches("", str(evaluation.celstr(token)))
        except re2.error as error:
            reason = error.args[0] if error.args else "?"
            reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
            raise _error(token, f"the pattern is no regular expression: {reason}") from None


def _passed_down(tree: Any) -> Any:
    while len(tree.children) == 1 and isinstance(tree.children[0], Tree):
        tree = tree.children[0]
    return tree


_QUIET = re2.Options()
_QUIET.log_errors = False


def _matches(text: str, pattern: str) -> Any:
    try:
        return celtypes.BoolType(re2.search(pattern, text, _QUIET) is not None)
    except TypeError:
        raise TypeError("matches() takes two texts") from None


def _unknown_function(name: Any, known: tuple[str, ...]) -> ExpressionError:
    near = nearest(str(name), known)
    return _error(
        name,
        f'there is no function "{name}"; ' + (f'did you mean "{near}"?' if near else f"they are {', '.join(known)}"),
    )


def _variable(tree: Any) -> str | None:
    """The name that an expression is, if it is nothing else."""
    while isinstance(tree, Tree) and len(tree.children) == 1:
        if tree.data == "ident":
            return str(tree.children[0])
        tree = tree.children[0]
    return None


class _CutOffError(BaseException):
    """An evaluation that takes too long. Nothing in the evaluator may take it for an error of the expression."""


class _Meter:
    """Counts the steps of one evaluation, and looks at the clock from time to time."""

    def __init__(self) -> None:
        self._left = MOST_STEPS
        self._until = time.monotonic() + MOST_SECONDS
        self._next_look = self._left - 500

    def spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise _CutOffError(f"takes more than {MOST_STEPS:,} steps")
        if self._left < self._next_look:
            self._next_look = self._left - 500
            if time.monotonic() > self._until:
                raise _CutOffError(f"takes longer than {MOST_SECONDS:g} seconds")

    def weigh(self, value: Any) -> None:
        """Spend as many steps as a value has parts. One that holds the same list often has many."""
        pending = [value]
        while pending:
            part = pending.pop()
            if isinstance(part, (list, tuple)):
                self.spend(len(part) + 1)
                pending.extend(part)
            elif isinstance(part, dict):
                self.spend(len(part) + 1)
                pending.extend(part.values())
            elif isinstance(part, (str, bytes)):
                self.spend(len(part) // 64 + 1)


def _evaluate(tree: Any, context: dict[str, Any]) -> bool:
    meter = _Meter()

    def charged(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            for argument in arguments:
                meter.weigh(argument)
            return function(*arguments)

        return call

    base = evaluation.base_functions
    functions: dict[str, Any] = {name: base[name] for name in _ALWAYS}
    functions |= {name: charged(base[name]) for name in (*_OPERATORS, *METHODS, "double", "int") if name in base}
    functions |= {"string": charged(_string), "matches": charged(_matches)}
    activation = evaluation.Activation(vars=context, functions=functions)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 10_000))
    try:
        result = _Evaluator(tree, activation, meter).evaluate()
    except _CutOffError as error:
        raise EvaluationError(str(error)) from None
    except evaluation.CELEvalError as error:
        raise EvaluationError(f"fails: {_reason(error)}") from None
    except RecursionError:
        raise EvaluationError("is nested too deeply") from None
    except Exception as error:
        raise EvaluationError(f"fails: {type(error).__name__}: {error}") from None
    finally:
        sys.setrecursionlimit(limit)
    if not isinstance(result, (bool, celtypes.BoolType)):
        raise EvaluationError("gives no true or false")
    return bool(result)


_NO_MEMBER = "no such member in mapping: "


def _reason(error: Any) -> str:
    reason = str(error.args[0]) if error.args else type(error).__name__
    missing = reason.removeprefix(_NO_MEMBER)
    if missing != reason:
        reason = f"there is no {missing}; ask for it with has() first"
    return f"{reason[:197]}…" if len(reason) > 200 else reason


def _string(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        raise TypeError("string() takes no list and no map")
    return celtypes.StringType(value)


class _Evaluator(evaluation.Evaluator):
    """An evaluator that counts what it does."""

    def __init__(self, tree: Any, activation: Any, meter: _Meter) -> None:
        super().__init__(tree, activation)
        self.meter = meter

    def sub_evaluator(self, ast: Any) -> Any:
        return _Evaluator(ast, self.activation, self.meter)

    def member(self, tree: Any) -> Any:
        self.meter.spend(1)
        return super().member(tree)

    def evaluate(self, context: Any = None) -> Any:
        self.meter.spend(5)
        return super().evaluate(context)
