"""What jobs select: what is certain, why something is empty, and what can be left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.api import builtin_rules
from floe_lint.findings.problem import At
from floe_lint.judging.pack import load_check
from floe_lint.project.asset import Asset
from floe_lint.project.asset_catalog import AssetCatalog, Unknown
from floe_lint.project.everything_selected import accident
from floe_lint.project.nothing_selected import joined_reasons, why_empty
from floe_lint.project.project import Project
from tests.project.projects import asset, catalog, project

ASSETS = [
    asset("bronze_orders", group="bronze", tags={"tier": "raw"}),
    asset("raw/orders", ["landing"], group="bronze"),
    asset("eu/sales", group="gold"),
    asset("us/sales", group="gold"),
    asset("landing", origin="external", group="landing"),
]


def job(*items: str, assets: list[Asset] = ASSETS) -> Project:
    quoted = ", ".join("'" + item + "'" for item in items)
    return project(f"  jobs:\n    j: {{type: batch, selection: [{quoted}]}}\n", assets)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("group:bronz", 'no asset is in group "bronz"; did you mean "group:bronze"?'),
        ("group:nowhere", 'no asset is in group "nowhere"'),
        ("bronze_order", 'no asset is called "bronze_order"; did you mean "bronze_orders"?'),
        ("sales", 'several assets are called "sales"; write "eu/sales" or "us/sales"'),
        ("key:raw/order", 'no asset has the key "raw/order"; did you mean "key:raw/orders"?'),
        ("tag:tier=row", 'no asset has the tag "tier=row"; did you mean "tag:tier=raw"?'),
        ("kind:python", 'no asset is of kind "python"'),
        ("owner:ada@acme.io", 'no asset has the owner "ada@acme.io"'),
        ("group:landing", '"group:landing" finds only external assets, which no run materializes'),
        ("+landing", '"+landing" finds only external assets, which no run materializes'),
        ("group:bronze and group:gold", 'no asset matches "group:bronze and group:gold"'),
        ("x and y", 'no asset is called "x", no asset is called "y"'),
        ("a1 and b1 and c1 and d1 and bronze", (
            'no asset is called "a1", no asset is called "b1", no asset is called "c1", and 2 more'
        )),
        (
            "group:bronz and group:golt",
            (
                'no asset is in group "bronz" (did you mean "group:bronze"?), '
                'no asset is in group "golt" (did you mean "group:gold"?)'
            ),
        ),
    ],
)  # fmt: skip
def test_why_a_term_is_empty(item: str, reason: str) -> None:
    selected = job(item).selected
    (term,) = selected.terms["j"]
    assert term.mask == 0
    assert joined_reasons(why_empty(term, selected.index)) == reason


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (["*"], None),
        (["group:bronze", "group:gold"], None),
        (["not group:gold"], None),
        (["group:gold", "not group:gold"], "not group:gold"),
        (["*", "not group:gold"], "not group:gold"),
        (["not group:nowhere"], "not group:nowhere"),
        (["group:gold or not group:nowhere"], "not group:nowhere"),
        (["group:gold and not group:nowhere"], None),
        (["* and not group:gold"], None),
        (["group:gold", "is:materializable"], "is:materializable"),
        (["group:gold or key:*"], "key:*"),
        (["*", "*"], None),
        (["+group:gold", "not eu/sales", "raw/orders"], "not eu/sales"),
    ],
)
def test_what_selects_everything_by_accident(items: list[str], found: str | None) -> None:
    made = job(*items)
    result = accident(made.declarations.jobs["j"], made.selected)
    assert (None if result is None else result.term.text[result.start : result.end]) == found


def test_where_a_part_stands_in_the_file() -> None:
    made = project(
        '  jobs:\n    j: {type: batch, selection: ["group:a or b", "${X:group:a or b}", "${A:group}:a or b"]}\n', ASSETS
    )
    plain, default, pieced = made.selected.terms["j"]
    assert [term.text for term in (plain, default, pieced)] == ["group:a or b"] * 3
    selection = ("orchestration", "jobs", "j", "selection")
    assert plain.at(made.floe, 11, 12) == At((*selection, 0), part=(11, 12))
    assert default.at(made.floe, 11, 12) == At((*selection, 1), part=(15, 16))
    assert pieced.at(made.floe, 11, 12) == At((*selection, 2))


def test_a_group_that_depends_on_a_variable_is_not_known() -> None:
    text = (
        "  asset_modules: [shop.assets]\n  assets:\n    bronze_*: {group_name: '${LAYER}'}\n"
        "  jobs:\n    j: {type: batch, selection: ['group:raw']}\n"
    )
    made = project(text)
    assert made.catalog.unknowns[-1] == Unknown(
        '"group_name" of the assets "bronze_*" depends on a variable',
        At(("orchestration", "assets", "bronze_*", "group_name")),
    )
    assert not made.selected.is_known(made.declarations.jobs["j"])


# ---- laws

NAMES = [f"x{number}" for number in range(6)]
ITEMS = st.recursive(
    st.sampled_from([*NAMES[:4], "group:g", "group:h", "tag:t", "x*", "*", "kind:<null>", "is:external"]),
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("+({})".format, inner),
        st.builds("({})+1".format, inner),
        st.builds("sinks({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=4,
)


@st.composite
def asset_lists(draw: st.DrawFn) -> list[Asset]:
    return [
        asset(
            name,
            draw(st.lists(st.sampled_from(NAMES[:place]), max_size=2, unique=True)) if place else [],
            group=draw(st.sampled_from("gh")),
            tags=draw(st.sampled_from([{}, {"t": ""}])),
        )
        for place, name in enumerate(NAMES)
    ]


@settings(max_examples=300, deadline=None)
@given(asset_lists(), st.sets(st.sampled_from(NAMES)), st.lists(ITEMS, min_size=1, max_size=3))
def test_what_is_certain_stays_selected_whatever_comes_to_light(
    assets: list[Asset], hidden: set[str], items: list[str]
) -> None:
    whole = job(*items, assets=assets)
    seen = [one for one in assets if one.key not in hidden]
    named = dict.fromkeys(dep.key for one in seen for dep in one.deps if dep.key in hidden)
    partial = job(*items, assets=[*seen, *(asset(key, origin="external") for key in named)])
    partial.__dict__["catalog"] = partial.catalog._replace(unknowns=(Unknown("a factory", At(())),))
    one = partial.declarations.jobs["j"]
    assert not partial.selected.is_known(one)
    certain = partial.selected.certain(one)
    found = {known.key for place, known in enumerate(partial.catalog.assets) if certain >> place & 1}
    assert found <= {known.key for known in whole.selected.assets("j")}


def _redundant(made: Project) -> set[int]:
    rule = next(rule for rule in builtin_rules() if rule.info.id == "selection-redundant-term")
    places = set()
    for problem in load_check(rule)(made):
        assert isinstance(problem.at, At)
        assert isinstance(problem.at.route[-1], int)
        places.add(problem.at.route[-1])
    return places


@settings(max_examples=200, deadline=None)
@given(asset_lists(), st.lists(ITEMS, min_size=2, max_size=5))
def test_redundant_items_can_all_go_and_no_other_can(assets: list[Asset], items: list[str]) -> None:
    made = job(*items, assets=assets)
    if accident(made.declarations.jobs["j"], made.selected) is not None:
        assert _redundant(made) == set()
        return
    redundant = _redundant(made)
    masks = [term.mask for term in made.selected.terms["j"]]
    kept = [mask for place, mask in enumerate(masks) if place not in redundant]

    def union(given: list[int]) -> int:
        result = 0
        for mask in given:
            result |= mask
        return result

    assert union(kept) == made.selected.mask("j")
    for place, mask in enumerate(kept):
        assert mask == 0 or union(kept[:place] + kept[place + 1 :]) != union(kept)


def test_an_ops_job_selects_nothing() -> None:
    made = project("  jobs:\n    o: {type: ops, target_function: a.b}\n", ASSETS)
    assert made.selected.certain(made.declarations.jobs["o"]) == 0
    assert list(made.selected.assets("o")) == []


def test_helpers_agree_with_the_real_catalog() -> None:
    """A catalog made by hand is complete and finds assets by key, like one that was read."""
    made: AssetCatalog = catalog(ASSETS)
    assert made.complete
    assert made.by_key["landing"].external
