"""Every pattern against its own examples, alone and planted in a file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floe_lint.boundary.pattern_syntax import Pattern, compiled
from tests.boundary.planting import boundary_rules, own_patterns, quoted, seen

PATTERNS = own_patterns()
ON_PLATFORM = {
    rule.info.id for rule in boundary_rules() if rule.forbid is not None and rule.forbid.get("in") == "platform"
}


def _name(pattern: Pattern) -> str:
    return f"{pattern.rule}: {pattern.name}"


def _planted(pattern: Pattern, example: str) -> str:
    """A file in which an example stands where its pattern looks."""
    if pattern.kind == "key":
        section = "consumption" if "consumption" in pattern.only else "x-held"
        return f"name: a\n{section}:\n  {quoted(example)}: analytics\n"
    keys = ["value"]
    if pattern.key is not None or pattern.under is not None:
        path, _, example = example.partition(": ")
        keys = path.split(".")
    value = quoted(example.strip('"'))
    if "prose" in pattern.only:
        return f"name: a\norchestration:\n  jobs:\n    j:\n      description: {value}\n"
    if "sensor-path" in pattern.only:
        return f"name: a\norchestration:\n  sensors:\n    s:\n      type: file_watcher\n      path: {value}\n"
    if "sensor-args" in pattern.only:
        args = f"{{{quoted(keys[0])}: {value}}}"
        return f"orchestration:\n  sensors:\n    s:\n      type: custom\n      args: {args}\n"
    text = "name: a\nx-held:\n"
    for depth, key in enumerate(keys, 1):
        text += "  " * depth + quoted(key) + (":\n" if depth < len(keys) else f": {value}\n")
    return text


def _rules(pattern: Pattern, example: str) -> list[str]:
    text = _planted(pattern, example)
    if pattern.rule in ON_PLATFORM:
        return [item.rule for item in seen("name: a\n", text)]
    return [item.rule for item in seen(text)]


@pytest.mark.parametrize("pattern", PATTERNS, ids=_name)
def test_true_examples_give_one_finding_of_their_own_rule(pattern: Pattern) -> None:
    found = {example: _rules(pattern, example) for example in pattern.true}
    assert found == {example: [pattern.rule] for example in pattern.true}


@pytest.mark.parametrize("pattern", PATTERNS, ids=_name)
def test_false_examples_give_none_of_it(pattern: Pattern) -> None:
    assert [example for example in pattern.false if pattern.rule in _rules(pattern, example)] == []


@pytest.mark.parametrize("pattern", [item for item in PATTERNS if item.key is item.under is None], ids=_name)
@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_matches_without_a_keyword(pattern: Pattern, data: st.DataObject) -> None:
    """The keywords decide which texts are looked at; a match without one would never be found."""
    regex = compiled(pattern.regex, pattern.exact_case)
    text = data.draw(st.from_regex(regex))
    match = regex.search(text)
    assert match is None or any(word in match[0].lower() for word in pattern.keywords)
