"""Patterns that could take forever."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.kernel.regex_safety import danger, literal_part

NESTED = "repeats a repeat, which can take forever"
BESIDE = "has two repeats that match the same characters side by side, which can take forever"
ALIKE = "repeats alternatives that begin alike, which can take forever"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(a+)+$", NESTED),
        (r"(?:\w+\s?)*$", NESTED),
        (r"([a-z]+_?)*", NESTED),
        (r"(x{0,20}){0,20}", NESTED),
        (r"(?:\d+|\w+)+", NESTED),
        (r"(a|ab|b)*c", ALIKE),
        (r"a*a*b", BESIDE),
        (r"\d+\d+x", BESIDE),
        (r".*foo.*", BESIDE),
        (r"(.)\1", "refers back to a group, which can take forever"),
        (r"(", "is no regular expression: missing ), unterminated subpattern at position 0"),
        ("a" * 3000, "is longer than 2,000 characters"),
    ],
)
def test_refused(pattern: str, reason: str) -> None:
    assert danger(pattern) == reason


@pytest.mark.parametrize(
    "pattern",
    [
        r"ACME-[A-Z0-9]{32}",
        r"[a-z][a-z0-9_]*",
        r"[a-z]+(?:_[a-z0-9]+)*",
        r"(?:raw|stg|mart)_[a-z_]+",
        r"(?<![\w-])tok_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}(?![\w-])",
        r"\w+\s+=\s+\d+",
    ],
)
def test_allowed(pattern: str) -> None:
    assert danger(pattern) is None


def test_names_are_short_enough_for_neighbours() -> None:
    assert danger("[a-z0-9_]+_v[0-9]+") == BESIDE
    assert danger("[a-z0-9_]+_v[0-9]+", neighbours=2) is None


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("ACME-[A-Z0-9]{32}", "acme-"),
        ("(?:tok|key)_[a-z]+", "_"),
        ("x?ab+cdef", "cdef"),
        ("[a-z]+", ""),
        ("(abc)(def)", "abcdef"),
    ],
)
def test_the_literal_part_is_what_every_match_holds(pattern: str, part: str) -> None:
    assert literal_part(pattern) == part


_ATOM = st.sampled_from(["a", "b", "[ab]", ".", r"\w", "ab", "(?:a|b)", "(?:ab|ba)"])
_PATTERN = st.recursive(
    _ATOM,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{0,30}"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(_PATTERN, st.sampled_from(["a", "b", "ab", "ba", "aab"]))
def test_what_is_allowed_is_quick(pattern: str, piece: str) -> None:
    """On a text that nearly matches: this is where patterns explode. A hang is a failure of this test."""
    if danger(f"{pattern}c") is None:
        start = time.perf_counter()
        re.search(f"{pattern}c", piece * (300 // len(piece)))
        assert time.perf_counter() - start < 2
