"""One planted value gives one finding, by its own rule, at its own place, wherever and however it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.boundary.pattern_syntax import Pattern
from tests.boundary.planting import own_patterns, quoted, seen

# Patterns that look at any text, whatever it is for and whatever key it stands under.
ANYWHERE = [
    pattern
    for pattern in own_patterns()
    if pattern.kind == "text"
    and pattern.key is pattern.under is None
    and not pattern.only
    and pattern.rule != "platform-literal-secret"
]
BEFORE = """\
name: shop
version: "1.0.0"
orchestration:
  jobs:
    nightly: {type: batch, selection: ["group:bronze"], description: "see https://wiki.acme.io/nightly"}
    load:
      type: ops
      target_function: shop.ops.load
      args:
        region: eu
        retention_days: "${RETENTION:30}"
"""


class Place(NamedTuple):
    """A place in the file: how a value is written there, and what its finding is called."""

    text: Callable[[str], str]
    shown: Callable[[str], str]
    prose: bool = False


def _block(value: str) -> str:
    return "|\n" + "".join(f"          {line}\n" for line in ["first line", *value.split("\n"), "last line"])


ARGS = "orchestration.jobs.load.args"
PLACES = {
    "value": Place(lambda v: f"        planted: {quoted(v)}\n", lambda _: f"{ARGS}.planted"),
    "list": Place(lambda v: f"        planted: [a, {quoted(v)}, b]\n", lambda _: f"{ARGS}.planted[1]"),
    "deep": Place(lambda v: f"        a: {{b: [[{{c: {{d: {quoted(v)}}}}}]]}}\n", lambda _: f"{ARGS}.a.b[0][0].c.d"),
    "block": Place(lambda v: f"        planted: {_block(v)}", lambda _: f"{ARGS}.planted"),
    "default": Place(lambda v: f"        planted: {quoted('${PLANTED:-' + v + '}')}\n", lambda _: f"{ARGS}.planted"),
    "alias": Place(
        lambda v: f"x-held: &held {quoted(v)}\nobservability: {{attributes: {{a: *held, b: *held}}}}\n",
        lambda _: "x-held",
    ),
    "merge": Place(lambda v: f"        <<: {{planted: {quoted(v)}}}\n", lambda _: f'{ARGS}."<<".planted'),
    "description": Place(
        lambda v: f"      description: {quoted('It is ' + v + ' for now')}\n",
        lambda _: "orchestration.jobs.load.description",
        prose=True,
    ),
    "tag": Place(lambda v: f"      tags: {{note: {quoted(v)}}}\n", lambda _: "orchestration.jobs.load.tags.note"),
    "policy": Place(lambda v: f"governance: {{policies: [{quoted(v)}]}}\n", lambda _: "governance.policies[0]"),
    "unknown key": Place(lambda v: f"strange: {{a: {quoted(v)}}}\n", lambda _: "strange.a"),
    "misplaced": Place(
        lambda v: f"sensors: {{s: {{type: custom, args: {{level: {quoted(v)}}}}}}}\n",
        lambda _: "sensors.s.args.level",
    ),
}
CONTEXTS = {"description": "prose", "tag": "tag"}


def _fits(pattern: Pattern, place: str, value: str) -> bool:
    if not pattern.applies(CONTEXTS.get(place)):
        return False
    # A default ends at the first "}", and holds no variable; blocks and descriptions add words around a value.
    return not (place == "default" and ("}" in value or "${" in value))


@st.composite
def planted(draw: st.DrawFn) -> tuple[Pattern, str, str]:
    """A pattern, one of its true examples, and a place where it looks."""
    pattern = draw(st.sampled_from(ANYWHERE))
    value = draw(st.sampled_from(pattern.true))
    place = draw(st.sampled_from([name for name in PLACES if _fits(pattern, name, value)]))
    return pattern, value, place


@settings(max_examples=400, deadline=None, database=None)
@given(planted())
def test_one_planted_value_gives_one_finding(case: tuple[Pattern, str, str]) -> None:
    pattern, value, name = case
    place = PLACES[name]
    found = seen(BEFORE + place.text(value))
    assert [(item.rule, item.place) for item in found] == [(pattern.rule, place.shown(value))]


def _encoded(value: str) -> str:
    return quote(value, safe="")


@settings(max_examples=200, deadline=None, database=None)
@given(
    st.sampled_from([(pattern, value) for pattern in ANYWHERE for value in pattern.true]),
    st.sampled_from([_encoded, lambda value: _encoded(_encoded(value)), str.upper, str.lower]),
)
def test_other_spellings_are_found_too(case: tuple[Pattern, str], spelling: Callable[[str], str]) -> None:
    pattern, value = case
    if spelling in (str.upper, str.lower) and (pattern.exact_case or pattern.secret):
        return
    found = seen(f"{BEFORE}        planted: {quoted(spelling(value))}\n")
    assert [(item.rule, item.place) for item in found] == [(pattern.rule, f"{ARGS}.planted")]


@settings(max_examples=100, deadline=None, database=None)
@given(st.sampled_from([(pattern, value) for pattern in ANYWHERE for value in pattern.true]))
def test_keys_are_looked_at_like_values(case: tuple[Pattern, str]) -> None:
    pattern, value = case
    found = seen(f"{BEFORE}        {quoted(value)}: 1\n")
    assert [item.rule for item in found] == [pattern.rule]
    assert found[0].place.startswith(f"key of {ARGS}")


@settings(max_examples=100, deadline=None, database=None)
@given(st.sampled_from([(pattern, value) for pattern in ANYWHERE for value in pattern.true]))
def test_what_env_files_bring_in_is_found_but_is_no_secret_of_the_file(case: tuple[Pattern, str]) -> None:
    pattern, value = case
    found = seen(f"{BEFORE}        planted: ${{PLANTED}}\n", environment={"PLANTED": value})
    places = [(item.rule, item.place) for item in found if item.rule == pattern.rule]
    assert places == ([] if pattern.secret else [(pattern.rule, f"{ARGS}.planted")])


@settings(max_examples=100, deadline=None, database=None)
@given(st.sampled_from([(pattern, value) for pattern in ANYWHERE for value in pattern.true if len(value) > 6]))
def test_variables_that_make_a_breach_together(case: tuple[Pattern, str]) -> None:
    """Neither half is a breach; what they become is."""
    pattern, value = case
    if "}" in value or "${" in value or pattern.entropy is not None:
        return
    for middle in range(2, len(value) - 1):
        text = f"${{A:-{value[:middle]}}}${{B:-{value[middle:]}}}"
        found = seen(f"{BEFORE}        planted: {quoted(text)}\n")
        assert [item.place for item in found][:1] == [f"{ARGS}.planted"]
