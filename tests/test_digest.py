"""The digest that fingerprints are made of."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from floe_lint.kernel.digests import sha256


@given(st.text())
def test_it_is_sha256(text: str) -> None:
    assert sha256(text) == hashlib.sha256(text.encode()).hexdigest()


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    assert sha256("\udcff") == hashlib.sha256(b"\xed\xb3\xbf").hexdigest()
