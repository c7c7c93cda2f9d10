"""The grammar of selections, held against Dagster's own parser, and what is said about mistakes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster.selection.syntax import (
    MAX_NESTING,
    And,
    Attribute,
    Expression,
    Not,
    Or,
    SelectionError,
    SelectionFunction,
    Term,
    Traversal,
    parse_selection,
    terms,
)


def name(text: str, start: int, end: int | None = None) -> Term:
    return Term("asset", text, "", start, start + len(text) if end is None else end)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("a", name("a", 0)),
        (" a\n", name("a", 1)),
        ("raw/orders", name("raw/orders", 0)),
        ("2024_orders-v1.2", name("2024_orders-v1.2", 0)),
        ("bronze_*", name("bronze_*", 0)),
        ('"and"', name("and", 0, 5)),
        ("*", Term("all", "*", "", 0, 1)),
        ("asset:a", name("a", 0, 7)),
        ("key:a/b", Term("key", "a/b", "", 0, 7)),
        ("key:*", Term("key", "*", "", 0, 5)),
        ('key:"a b*"', Term("key", "a b*", "", 0, 10)),
        ("group : my-group", Term("group", "my-group", "", 0, 16)),
        ("group:<null>", Term("group", None, "", 0, 12)),
        ("group:key", Term("group", "key", "", 0, 9)),
        ("tag:k", Term("tag", "k", "", 0, 5)),
        ("tag:k=v", Term("tag", "k", "v", 0, 7)),
        ('tag:"k 1" = "v 1"', Term("tag", "k 1", "v 1", 0, 17)),
        ("tag:k=<null>", Term("tag", "k", "", 0, 12)),
        ("owner:jane@acme.io", Term("owner", "jane@acme.io", "", 0, 18)),
        ("owner:team:data", Term("owner", "team:data", "", 0, 15)),
        ("kind:<null>", Term("kind", None, "", 0, 11)),
        ("is:external", Term("is", "external", "", 0, 11)),
        ("+a", Traversal(name("a", 1), None, 0, 0, 2)),
        ("a+", Traversal(name("a", 0), 0, None, 0, 2)),
        ("2+a+13", Traversal(name("a", 2), 2, 13, 0, 6)),
        ("1 + a + 2", Traversal(name("a", 4), 1, 2, 0, 9)),
        ("+2", Traversal(name("2", 1), None, 0, 0, 2)),
        (
            "+(a or b)+",
            Traversal(Or((name("a", 2), name("b", 7)), 2, 8), None, None, 0, 10),
        ),
        ("+(*)", Traversal(Term("all", "*", "", 2, 3), None, 0, 0, 4)),
        ("sinks(a)+", Traversal(SelectionFunction("sinks", name("a", 6), 0, 8), 0, None, 0, 9)),
        ("roots ( a )", SelectionFunction("roots", name("a", 8), 0, 11)),
        ("sinks", name("sinks", 0)),
        ("not a and b", And((Not(name("a", 4), 0, 5), name("b", 10)), 0, 11)),
        ("not +a", Not(Traversal(name("a", 5), None, 0, 4, 6), 0, 6)),
        ("a or b AND c", Or((name("a", 0), And((name("b", 5), name("c", 11)), 5, 12)), 0, 12)),
        ("(a OR b) and c", And((Or((name("a", 1), name("b", 6)), 1, 7), name("c", 13)), 0, 14)),
        ("a or b or c", Or((name("a", 0), name("b", 5), name("c", 10)), 0, 11)),
        ("NOT not a", Not(Not(name("a", 8), 4, 9), 0, 9)),
    ],
)
def test_what_a_selection_parses_to(text: str, expression: Expression) -> None:
    assert parse_selection(text) == expression


JOIN = 'write "and" or "or" between them, or make them items of a list'
PLUS = 'a "+" too many; write "2+x" or "x+2" for two levels, "+x" or "x+" for all'


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("", "", 'the selection is empty; write "*" to select every asset'),
        (" \n", " \n", 'the selection is empty; write "*" to select every asset'),
        ('""', '""', 'the name "" is empty; write "*" to select every asset'),
        # = for :
        ("group=bronze", "group=bronze", '"group=bronze" is not a selection; write "group:bronze"'),
        ("a or grup = x", "grup = x", '"grup = x" is not a selection; write "group:x"'),
        ("layer=gold", "layer=gold", '"layer=gold" is not a selection; write "tag:layer=gold"'),
        ("layer=", "layer=", '"layer=" is not a selection; write "tag:layer=…"'),
        ("=gold", "=", '"=" has no tag before it; write e.g. "tag:layer=gold"'),
        ("(a) = b", "=", '"=" does not belong after ")"; write e.g. "group:bronze"'),
        # attributes
        ("grup:x", "grup:", 'there is no attribute "grup:"; did you mean "group:"?'),
        ("Group:x", "Group:", 'there is no attribute "Group:"; did you mean "group:"?'),
        ("tags:x", "tags:", 'there is no attribute "tags:"; did you mean "tag:"?'),
        ("name:x", "name:", 'there is no attribute "name:"; did you mean "asset:"?'),
        (
            "state:modified",
            "state:",
            'there is no attribute "state:"; there are asset:, key:, group:, tag:, owner:, kind: and is:',
        ),
        ("status:x", "status:", 'a job cannot select by "status:"; use "tag:" or "group:" instead'),
        ("column_tag:x", "column_tag:", 'a job cannot select by "column_tag:"; use "tag:" instead'),
        ("table_name:x", "table_name:", 'a job cannot select by "table_name:"; use "key:" instead'),
        (
            "job:x",
            "job:",
            'a job cannot select by "job:"; use "group:" or "tag:", or repeat what that job selects instead',
        ),
        (":x", ":", '":" has no attribute before it; write e.g. "group:bronze"'),
        ('"group":x', ":", '":" does not belong after "group"; write e.g. "group:bronze"'),
        # values
        ("a or group:", "group:", '"group:" needs a name after it, e.g. "group:bronze"'),
        (
            "kind: and a",
            "kind:",
            '"kind:" needs a name after it, e.g. "kind:x"; quote "and" if that is the name',
        ),
        ("group:(a or b)", "group:(", '"group:" takes one name; write "group:a or group:b"'),
        ('group:""', 'group:""', 'the name after "group:" is empty'),
        ("key:<null>", "key:<null>", '"key:" takes a name, not <null>'),
        ("tag:<null>", "tag:<null>", '"tag:" takes the name of a tag, not <null>'),
        ("<null>", "<null>", '"<null>" has no attribute before it; write e.g. "kind:<null>"'),
        ("tag:k=", "tag:k=", '"=" needs the tag\'s value after it; write "tag:k" if it has none'),
        (
            "tag:a=b=c",
            "tag:a=b=",
            '"b" is followed by "="; put the name in quotes if that is part of it',
        ),
        ('tag:"a=b"', 'tag:"a=b"', 'no tag\'s name holds "="; write tag:"a"="b"'),
        ("group:a=b", "group:a=", 'only "tag:" takes a "=", "group:" does not'),
        ("group:a:b", "group:a:", '"a" is followed by ":"; put the name in quotes if that is part of it'),
        ("owner:team:", "team:", '"team:" is not an owner'),
        ("kind:py*", "kind:py*", '"kind:" knows no wildcard; "asset:", "key:" and "group:" do'),
        ("tag:a=v*", "tag:a=v*", '"tag:" knows no wildcard; "asset:", "key:" and "group:" do'),
        ("is:extrnal", "is:extrnal", '"is:extrnal" is not known; did you mean "is:external"?'),
        ("is:x", "is:x", '"is:x" is not known; write "is:external" or "is:materializable"'),
        # operators
        ("bronze customers", "customers", f'nothing joins "bronze" and "customers"; {JOIN}'),
        ("group:a group:b", "group:b", f'nothing joins "group:a" and "group:b"; {JOIN}'),
        ("(a b)", "b", f'nothing joins "a" and "b"; {JOIN}'),
        ("a+b", "b", f'nothing joins "a+" and "b"; {JOIN}'),
        ("a And b", "And", '"And" must be written "and"'),
        ("a not b", "not", '"not" needs "and" or "or" before it'),
        ("a or", "or", '"or" has nothing to its right'),
        ("a and or b", "and", '"and" has nothing to its right'),
        ("not", "not", '"not" has nothing to its right'),
        ("and a", "and", '"and" has nothing to its left'),
        ("-a", "-a", '"-a" is not a selection; take assets away with "and not", e.g. "group:x and not a"'),
        ("a - b", "-", '"-" does not take assets away; write "and not"'),
        ("@a", "@a", '"@a" is not a selection; write "+a+"'),
        # traversals
        ("++a", "++", PLUS),
        ("a++", "++", PLUS),
        ("1+ +a", "+ +", PLUS),
        ("a+1+", "+", PLUS),
        ("+", "+", '"+" has no selection to its right'),
        ("+not a", "+", '"+" has no selection to its right'),
        ("+*", "+*", '"*" already selects every asset; leave the "+" out'),
        ("0+a", "0", '0 levels add nothing; leave the "+" out'),
        ("a+1234567", "1234567", '"1234567" levels are more than any graph has; write "+" alone for all'),
        # parentheses and functions
        ("a and (b", "(", '"(" at character 7 is never closed'),
        ("(", "(", '"(" at character 1 is never closed'),
        ("a)", ")", '")" at character 2 closes nothing'),
        (")", ")", '")" at character 1 closes nothing'),
        ("a or ()", "()", 'nothing is selected in "()"'),
        ("sinks()", "sinks()", '"sinks()" needs a selection in its parentheses, e.g. "sinks(*)"'),
        ("root(a)", "root", 'there is no function "root"; did you mean "roots"?'),
        ("f(a)", "f", 'there is no function "f"; there are "sinks(…)" and "roots(…)"'),
        # characters
        (
            "group:a, group:b",
            ",",
            'a comma does not join selections; make the parts items of a list, or write "and" or "or"',
        ),
        ("a|b", "|", '"|" at character 2 means nothing in a selection; write "or"'),
        ("bronze_?", "?", '"?" at character 8 means nothing in a selection; the only wildcard is "*"'),
        ("'a'", "'", '"\'" at character 1 means nothing in a selection; quote names with " instead'),
        ("a $", "$", '"$" at character 3 means nothing in a selection; put a name that holds it in quotes'),
        ("a\u00a0b", "\u00a0", "U+00A0 at character 2 means nothing in a selection; write a plain space"),
        ('a or "b', '"b', "the quote at character 6 is never closed"),
        (
            '"a\\"b"',
            '"a\\"',
            "the string at character 1 holds a backslash or a line break, which no name can",
        ),
    ],
)
def test_what_is_said_about_a_mistake(text: str, part: str, message: str) -> None:
    error = parse_selection(text)
    assert isinstance(error, SelectionError)
    assert (error.message, text[error.start : error.end]) == (message, part)


@pytest.mark.parametrize("opening", ["(", "not ", "sinks(", "+("])
def test_nesting_is_limited(opening: str) -> None:
    closing = ")" if "(" in opening else ""
    deepest = parse_selection(opening * MAX_NESTING + "a" + closing * MAX_NESTING)
    assert not isinstance(deepest, SelectionError)
    assert [term.value for term in terms(deepest)] == ["a"]
    error = parse_selection(opening * 1500)
    assert isinstance(error, SelectionError)
    assert error.message == "the selection nests more than 50 levels deep; make its parts items of a list"


@pytest.mark.parametrize("text", ["(" * 1_000_000, "a" * 1_000_000, "a or " * 200_000, '"' * 1_000_000])
def test_hostile_length(text: str) -> None:
    assert parse_selection(text) == SelectionError(
        "the selection is 1000000 characters long and the limit is 10000; make its parts items of a list",
        0,
        1_000_000,
    )


def test_terms_come_in_the_order_of_the_text() -> None:
    expression = parse_selection("+(a or not b) and sinks(tag:c=d)+2")
    assert not isinstance(expression, SelectionError)
    assert [(term.value, term.start) for term in terms(expression)] == [("a", 2), ("b", 11), ("c", 24)]


WORDS = [
    "(",
    ")",
    "+",
    "1",
    "and",
    "or",
    "not",
    "OR",
    "*",
    "sinks",
    "roots",
    "=",
    ":",
    'key:"x"',
    "tag:t",
    "group:<null>",
    "is:external",
]


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
def test_dagster_accepts_the_same_sequences_of_tokens(words: list[str]) -> None:
    text = " ".join(words)
    expression = parse_selection(text)
    bare = not isinstance(expression, SelectionError) and any(term.attribute == "asset" for term in terms(expression))
    # Dagster knows no bare names such as "sinks", "1" or, after a tag's "=", a number.
    if not bare and "= 1" not in text:
        assert isinstance(expression, SelectionError) == (not _dagster_parses(text))


def _dagster_parses(text: str) -> bool:
    from dagster._core.definitions.antlr_asset_selection.antlr_asset_selection import (
        AntlrAssetSelectionParser,
    )

    try:
        AntlrAssetSelectionParser(text)
    except Exception:  # dagster raises plain Exception
        return False
    return True


@given(st.text('ab:*+()"=, \n-@\\<>é', max_size=30) | st.lists(st.sampled_from(WORDS)).map("".join))
def test_any_text_parses_or_is_explained_at_a_place_within_it(text: str) -> None:
    result = parse_selection(text)
    if isinstance(result, SelectionError):
        assert 0 <= result.start <= result.end <= len(text)
        assert result.message
    else:
        _check_places(result, 0, len(text))


def _check_places(node: Expression, start: int, end: int) -> None:
    """Every node lies within its parent and after its elder siblings."""
    assert start <= node.start < node.end <= end
    children: tuple[Expression, ...] = ()
    if isinstance(node, (And, Or)):
        children = node.operands
    elif not isinstance(node, Term):
        children = (node.child,)
    at = node.start
    for child in children:
        _check_places(child, at, node.end)
        at = child.end


def test_every_attribute_is_parsed() -> None:
    attributes: list[Attribute] = ["asset", "key", "group", "tag", "owner", "kind"]
    for attribute in attributes:
        text = f"{attribute}:x"
        assert parse_selection(text) == Term(attribute, "x", "", 0, len(text))
