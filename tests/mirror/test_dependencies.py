"""A dependency that is only a name means the asset that it means to Dagster."""

from __future__ import annotations

import warnings

import dagster as dg
from dagster._core.definitions.resolved_asset_deps import resolve_assets_def_deps
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.dagster.dependencies import KeysByName

_KEYS = ("a", "b", "x/a", "x/b", "y/a", "y/x/b")
_ASSET = st.tuples(st.sampled_from(["g", "h"]), st.lists(st.sampled_from([*_KEYS, "c"]), unique=True, max_size=3))


@st.composite
def _definitions(draw: st.DrawFn) -> list[dict[str, tuple[str, list[str]]]]:
    """Assets by key, with their group and their dependencies, one dict for each definition."""
    keys = draw(st.lists(st.sampled_from(_KEYS), unique=True, min_size=1))
    definitions: list[dict[str, tuple[str, list[str]]]] = []
    for key in keys:
        if not definitions or draw(st.booleans()):
            definitions.append({})
        group, deps = draw(_ASSET)
        # Within one definition Dagster follows dependencies itself, and refuses a ring of them.
        definitions[-1][key] = group, [dep for dep in deps if dep not in definitions[-1] and dep != key]
    for definition in definitions:
        for key, (group, deps) in definition.items():
            definition[key] = group, [dep for dep in deps if dep not in definition]
    return definitions


@given(_definitions())
def test_names_stand_for_the_keys_that_dagster_takes_them_for(
    definitions: list[dict[str, tuple[str, list[str]]]],
) -> None:
    made = [
        dg.multi_asset(
            name=f"definition_{number}",
            specs=[
                dg.AssetSpec(key.split("/"), group_name=group, deps=[dg.AssetKey(dep.split("/")) for dep in deps])
                for key, (group, deps) in definition.items()
            ],
        )(lambda: None)
        for number, definition in enumerate(definitions)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resolved = resolve_assets_def_deps(made)
    # Dagster replaces a name in a whole definition if it does so for one of its assets.
    theirs = [{dep.asset_key.to_user_string() for spec in one.specs for dep in spec.deps} for one in resolved]
    keys = KeysByName((key, group) for definition in definitions for key, (group, _) in definition.items())
    for definition, found in zip(definitions, theirs, strict=True):
        replaced: dict[str, str] = {}
        for group, deps in definition.values():
            for dep in deps:
                whole = keys.whole(dep, group)
                if whole is not None and whole not in definition:
                    replaced[dep] = whole
        assert found == {replaced.get(dep, dep) for _, deps in definition.values() for dep in deps}
