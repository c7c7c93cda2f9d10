"""The short way through a small manifest says what msgspec says, or nothing."""

from __future__ import annotations

import copy
import importlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dbt import generate
from floe_lint.dbt.manifest import Manifest, ManifestDefect
from floe_lint.dbt.small import decode_small
from tests.rule_cases import ROOT

# The package offers a function of the same name.
reader = importlib.import_module("floe_lint.dbt.read_manifest")

EXAMPLE: dict[str, Any] = json.loads((ROOT / "examples" / "ecommerce" / "target" / "manifest.json").read_text())


def test_the_table_is_up_to_date() -> None:
    assert generate.TARGET.read_text(encoding="utf-8") == generate.table()


def _by_msgspec(data: bytes) -> Manifest | ManifestDefect:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_decode_small", lambda _: None)
        decoded: Manifest | ManifestDefect = reader._decode(data)
        return decoded


def test_the_example_goes_the_short_way() -> None:
    data = json.dumps(EXAMPLE).encode()
    assert decode_small(data) is not None
    assert reader._decode(data) == _by_msgspec(data)


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.just([]),
    st.just({}),
    st.lists(st.text(), max_size=2),
)
META = st.fixed_dictionaries(
    {},
    optional={
        "dagster": st.fixed_dictionaries(
            {},
            optional={
                "asset_key": st.lists(st.text(max_size=3), max_size=2) | VALUES,
                "group": VALUES,
                "owners": VALUES,
                "ref": st.fixed_dictionaries({}, optional={"name": VALUES, "package": VALUES, "version": VALUES}),
            },
        )
        | VALUES
    },
)


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """The example with a few values changed or taken away, each at some depth."""
    content = copy.deepcopy(EXAMPLE)
    for _ in range(draw(st.integers(1, 3))):
        place: Any = content
        while True:
            key = draw(st.sampled_from(sorted(place)) if isinstance(place, dict) else st.integers(0, len(place) - 1))
            inner = place[key]
            if isinstance(inner, (dict, list)) and inner and draw(st.integers(0, 4)):
                place = inner
                continue
            if isinstance(place, dict) and draw(st.booleans()):
                del place[key]
            else:
                place[key] = draw(META if key == "meta" else VALUES)
            break
    return content


@settings(max_examples=600, deadline=None)
@given(changed())
def test_both_ways_agree(content: dict[str, Any]) -> None:
    data = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if decode_small(data) is not None:
        assert reader._decode(data) == _by_msgspec(data)


@pytest.mark.parametrize("text", ['{"metadata": NaN}', "{", "[]", "", '{"a": "\\ud800"}', "\ufeff{}", '{"a": 1} x'])
def test_what_is_doubtful_is_left_to_msgspec(text: str) -> None:
    assert decode_small(text.encode()) is None
