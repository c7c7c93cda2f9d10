"""What a manifest means to Dagster: dagster-dbt, with a translator of our rules, is the judge."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg
import pytest
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings
from dagster_dbt import dbt_assets as dagster_dbt_assets
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dbt.assets import DbtAssets, DuplicateKey, Refused, as_one_asset, dbt_assets
from floe_lint.dbt.manifest import Manifest
from floe_lint.dbt.read_manifest import read_manifest
from tests.dbt.entries import Json, manifest, node, source


class FloeTranslator(DagsterDbtTranslator):
    """Our rules written a second time, over dagster-dbt's own."""

    def __init__(self, produced_by: Mapping[str, str]) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))
        self.produced_by = produced_by

    def get_asset_key(self, props: Mapping[str, Any]) -> dg.AssetKey:
        if props.get("meta", {}).get("dagster", {}).get("asset_key"):
            return super().get_asset_key(props)
        if props["resource_type"] != "source":
            return dg.AssetKey(props["alias"] if props.get("version") else props["name"])
        for table in (f"{props['source_name']}.{props['name']}", f"{props['schema']}.{props['identifier']}"):
            if table in self.produced_by:
                return dg.AssetKey(self.produced_by[table].split("/"))
        return super().get_asset_key(props)

    def get_group_name(self, props: Mapping[str, Any]) -> str | None:
        if props.get("meta", {}).get("dagster", {}).get("group"):
            return super().get_group_name(props)
        path = Path(props["path"])
        folder = path.parts[0] if len(path.parts) > 1 else None
        if folder == Path(props["original_file_path"]).name:
            folder = None
        group = super().get_group_name(props) or folder
        return re.sub(r"\W", "_", group, flags=re.ASCII) if group else None

    def get_owners(self, props: Mapping[str, Any]) -> list[str] | None:
        owners = list(super().get_owners(props) or ())
        if props.get("meta", {}).get("dagster", {}).get("owners"):
            return owners
        return [owner for owner in owners if re.fullmatch(r"[\w.%+-]+@[\w.-]+\.[a-z]+", owner)]


class Seen(NamedTuple):
    """What we say of an asset and what can be read from a Dagster asset graph."""

    group: str
    deps: tuple[str, ...]
    tags: Mapping[str, str]
    kinds: tuple[str, ...]
    owners: tuple[str, ...]
    checks: tuple[str, ...]


def ours(found: DbtAssets) -> dict[str, Seen]:
    return {
        asset.key: Seen(asset.group, asset.deps, asset.tags, asset.kinds, asset.owners, asset.checks)
        for asset in found.assets
    }


def definitions(content: Json, produced_by: Mapping[str, str]) -> dg.Definitions:
    decorate = dagster_dbt_assets(
        manifest=content, dagster_dbt_translator=FloeTranslator(produced_by), name="dbt_project"
    )
    dbt_project = decorate(lambda _context: None)
    python = [dg.AssetSpec(key.split("/")) for key in sorted(set(produced_by.values()))]
    found = dg.Definitions(assets=[dbt_project, *python])
    dg.Definitions.validate_loadable(found)
    return found


def dagsters(content: Json, produced_by: Mapping[str, str]) -> tuple[dict[str, Seen], set[str]]:
    """The dbt assets as Dagster sees them, and the keys of the source tables that nobody produces."""
    graph = definitions(content, produced_by).resolve_asset_graph()
    assets: dict[str, Seen] = {}
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assets[key.to_user_string()] = Seen(
            node.group_name,
            tuple(sorted(parent.to_user_string() for parent in node.parent_keys)),
            {tag: value for tag, value in node.tags.items() if not tag.startswith("dagster/kind/")},
            tuple(sorted(node.kinds)),
            tuple(node.owners),
            tuple(sorted(check.name for check in node.check_keys)),
        )
    external = {key.to_user_string() for key in graph.external_asset_keys}
    return assets, external - set(produced_by.values())


def parsed(folder: Path, content: Json) -> Manifest:
    path = folder / "manifest.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = read_manifest(path, 1_000_000)
    assert isinstance(found, Manifest)
    return found


def assert_agrees(folder: Path, content: Json, produced_by: Mapping[str, str]) -> DbtAssets:
    found = dbt_assets(parsed(folder, content), produced_by)
    assets, external = dagsters(content, produced_by)
    assert ours(found) == assets
    assert {source.key for source in found.sources if not source.produced} == external
    assert (found.duplicates, found.refused) == ((), ())
    return found


@pytest.mark.parametrize("version", [9, 10, 11, 12])
def test_every_version_agrees(tmp_path: Path, version: int) -> None:
    content = manifest(
        source("source.p.raw.orders"),
        source("source.p.raw.unused"),
        node("model.p.a", "source.p.raw.orders", path="silver/a.sql", config={"schema": "silver"}),
        node("model.p.b", "model.p.a", "seed.p.codes", tags=["pii", "not a tag"]),
        node("seed.p.codes", path="codes.csv"),
        node("snapshot.p.history", "model.p.b", path="deep/history.sql"),
        node("test.p.unique_a", "model.p.a", attached_node="model.p.a"),
        version=version,
    )
    del content["nodes"]["seed.p.codes"]["depends_on"]["nodes"]  # dbt writes none for seeds
    found = assert_agrees(tmp_path, content, {"raw.orders": "load/orders"})
    assert [(asset.key, asset.group, asset.deps) for asset in found.assets] == [
        ("a", "silver", ("load/orders",)),
        ("b", "default", ("a", "codes")),
        ("codes", "default", ()),
        ("history", "deep", ("b",)),
    ]
    assert [asset.tags for asset in found.assets] == [{}, {"pii": ""}, {}, {}]
    assert [asset.checks for asset in found.assets] == [("unique_a",), (), (), ()]
    assert [source.unique_id for source in found.sources] == ["source.p.raw.orders"]


def test_ephemeral_models_and_metrics_pass_their_parents_on(tmp_path: Path) -> None:
    ephemeral = {"materialized": "ephemeral"}
    content = manifest(
        source("source.p.raw.a"),
        node("model.p.base", "source.p.raw.a"),
        node("model.p.e1", "model.p.base", "source.p.raw.a", config=ephemeral),
        node("model.p.e2", "model.p.e1", config=ephemeral),
        node("metric.p.total", "model.p.e2"),
        node("model.p.end", "metric.p.total", "model.p.e2"),
        node("test.p.unique_e1", "model.p.e1", attached_node="model.p.e1"),
    )
    found = assert_agrees(tmp_path, content, {})
    assert [(asset.key, asset.deps, asset.checks) for asset in found.assets] == [
        ("base", ("raw/a",), ()),
        ("end", ("base", "raw/a"), ()),
    ]


def test_versions_of_a_model_are_told_apart_by_alias(tmp_path: Path) -> None:
    content = manifest(
        node("model.p.m.v1", name="m", alias="m_v1", version=1, fqn=["p", "m", "v1"]),
        node("model.p.m.v2", name="m", alias="m_v2", version=2, fqn=["p", "m", "v2"]),
        node("model.p.reader", "model.p.m.v2"),
        node("test.p.t", "model.p.m.v1", "model.p.m.v2", meta={"dagster": {"ref": {"name": "m", "version": 2}}}),
    )
    found = assert_agrees(tmp_path, content, {})
    assert [(asset.key, asset.name, asset.group, asset.deps, asset.checks) for asset in found.assets] == [
        ("m_v1", "m", "default", (), ()),
        ("m_v2", "m", "default", (), ("t",)),
        ("reader", "reader", "default", ("m_v2",), ()),
    ]
    assert found.relations == {"main.m_v1": "m_v1", "main.m_v2": "m_v2", "main.reader": "reader"}


def test_groups_keys_owners_and_kinds(tmp_path: Path) -> None:
    content = manifest(
        node("model.p.named", path="silver/named.sql", group="fin", meta={"dagster": {"group": "a/b"}}),
        node("model.p.grouped", path="silver/grouped.sql", group="fin"),
        node("model.p.dashed", group="fin-ops"),
        node("model.p.folder", path="01 raw-data/deep/folder.sql"),
        node("model.p.root"),
        node("snapshot.p.in_yaml", path="snap.yml/in_yaml.sql", original_file_path="snapshots/snap.yml"),
        node("model.p.keyed", meta={"dagster": {"asset_key": ["x", "y"], "owners": ["team:data"]}}),
        node("model.p.tagged", tags=["dagster/kind/python", "a/b", "a/b/c"]),
        groups={
            "fin": {"email": ["fin@example.com", "nobody"]},
            "fin-ops": {"email": "ops@example.com", "name": "Ops"},
        },
    )
    found = assert_agrees(tmp_path, content, {})
    assert [(asset.key, asset.group, asset.owners, asset.kinds) for asset in found.assets] == [
        ("named", "a/b", ("fin@example.com",), ("dbt", "duckdb")),
        ("grouped", "fin", ("fin@example.com",), ("dbt", "duckdb")),
        ("dashed", "fin_ops", ("ops@example.com",), ("dbt", "duckdb")),
        ("folder", "01_raw_data", (), ("dbt", "duckdb")),
        ("root", "default", (), ("dbt", "duckdb")),
        ("in_yaml", "default", (), ("dbt", "duckdb")),
        ("x/y", "default", ("team:data",), ("dbt", "duckdb")),
        ("tagged", "default", (), ("dbt", "duckdb", "python")),
    ]
    assert found.key_of["model.p.keyed"] == "x/y"


def test_sources_are_the_python_assets_that_write_them(tmp_path: Path) -> None:
    content = manifest(
        source("source.p.raw.by_name"),
        source("source.p.raw.by_table", schema="landing", identifier="TABLE_1"),
        source("source.p.raw.together"),
        source("source.p.raw.keyed", meta={"dagster": {"asset_key": ["k"]}}),
        source("source.p.raw.nobody"),
        node(
            "model.p.m",
            *(f"source.p.raw.{name}" for name in ("by_name", "by_table", "together", "keyed", "nobody")),
        ),
    )
    written = {
        "raw.by_name": "loader",
        "landing.TABLE_1": "load/two",
        "raw.together": "loader",
        "raw.keyed": "no",
    }
    found = assert_agrees(tmp_path, content, written)
    assert found.sources == (
        ("loader", "source.p.raw.by_name", True),
        ("load/two", "source.p.raw.by_table", True),
        ("k", "source.p.raw.keyed", False),
        ("raw/nobody", "source.p.raw.nobody", False),
        ("loader", "source.p.raw.together", True),
    )
    assert found.assets[0].deps == ("k", "load/two", "loader", "raw/nobody")


def test_tests_become_checks_of_the_model_they_are_about(tmp_path: Path) -> None:
    content = manifest(
        source("source.p.raw.a"),
        node("model.p.a", "source.p.raw.a"),
        node("model.p.b"),
        node("test.p.relationships", "model.p.a", "model.p.b", attached_node="model.p.b"),
        node("test.p.singular", "model.p.a"),
        node("test.p.of_both", "model.p.a", "model.p.b"),
        node("test.p.said", "model.p.a", "model.p.b", meta={"dagster": {"ref": {"name": "a", "package": "p"}}}),
        node("test.p.elsewhere", "model.p.a", meta={"dagster": {"ref": {"name": "nowhere"}}}),
        node("test.p.off", "model.p.a", attached_node="model.p.a", config={"enabled": False}),
        node("test.p.of_source", "source.p.raw.a", attached_node="source.p.raw.a"),
    )
    found = assert_agrees(tmp_path, content, {})
    assert {asset.key: asset.checks for asset in found.assets} == {
        "a": ("said", "singular"),
        "b": ("relationships",),
    }


def test_disabled_nodes_are_no_assets(tmp_path: Path) -> None:
    content = manifest(node("model.p.on"), node("model.p.off", config={"enabled": False}))
    assert [asset.key for asset in assert_agrees(tmp_path, content, {}).assets] == ["on"]


def test_relations_name_tables_as_python_assets_do(tmp_path: Path) -> None:
    content = manifest(
        node("model.p.stg_a", alias="a", schema="dev_silver", config={"schema": "silver"}),
        node("model.p.b", schema="silver", config={"schema": None}),
        node("model.p.c1", alias="c", schema="dev_gold", config={"schema": "gold"}),
        node("model.p.c2", alias="c", schema="prod_gold", config={"schema": "gold"}),
        node("model.p.stg_b", alias="x", schema="s1", name="b2", config={"schema": "silver"}),
        node("seed.p.b2", alias="b", schema="s2", config={"schema": "silver"}),
    )
    found = dbt_assets(parsed(tmp_path, content))
    assert found.relations["dev_silver.a"] == "stg_a"
    assert found.relations["silver.a"] == "stg_a"
    assert found.relations["silver.stg_a"] == "stg_a"
    assert found.relations["silver.b"] == "b", "the schema in the warehouse comes before the configured one"
    assert "gold.c" not in found.relations, "two tables have this name"
    assert found.relations["gold.c1"] == "c1"


REFUSED: list[tuple[list[Json], tuple[DuplicateKey, ...], tuple[Refused, ...]]] = [
    (
        [node("model.p.a"), node("seed.p.a", path="a.csv")],
        (DuplicateKey("a", ("model.p.a", "seed.p.a")),),
        (),
    ),
    (
        [node("model.p.a_b"), node("model.p.c", meta={"dagster": {"asset_key": ["a-b"]}})],
        (DuplicateKey("a_b", ("model.p.a_b", "model.p.c")),),
        (),
    ),
    (
        [node("model.p.raw__a"), node("model.p.c", meta={"dagster": {"asset_key": ["raw", "a"]}})],
        (DuplicateKey("raw__a", ("model.p.c", "model.p.raw__a"))._replace(key="raw/a"),),
        (),
    ),
    (
        [
            source("source.p.raw.a"),
            node("model.p.m", "source.p.raw.a", meta={"dagster": {"asset_key": ["raw", "a"]}}),
        ],
        (DuplicateKey("raw/a", ("model.p.m", "source.p.raw.a")),),
        (),
    ),
    (
        [
            source("source.p.raw.a"),
            node("seed.p.a", path="a.csv", meta={"dagster": {"asset_key": ["raw", "a"]}}),
            node("model.p.m", "source.p.raw.a"),
        ],
        (DuplicateKey("raw/a", ("seed.p.a", "source.p.raw.a")),),
        (),
    ),
    (
        [node("model.p.a", meta={"dagster": {"asset_key": "a b"}})],
        (),
        (Refused("model.p.a", 'asset key "a b" may only have letters, digits, "_", "-" and "."'),),
    ),
    (
        [node("model.p.config")],
        (),
        (Refused("model.p.config", 'asset key "config" is a name that Dagster keeps for itself'),),
    ),
    (
        [node("model.p.a", meta={"dagster": {"group": "a-b"}})],
        (),
        (Refused("model.p.a", 'group "a-b" may only have letters, digits and "_", joined by "/"'),),
    ),
    (
        [node("model.p.a", meta={"dagster": {"owners": ["bob"]}})],
        (),
        (Refused("model.p.a", 'owner "bob" must be an e-mail address or a team such as "team:data"'),),
    ),
    (
        [
            source("source.p.raw.a", meta={"dagster": {"asset_key": ["a*"]}}),
            node("model.p.m", "source.p.raw.a"),
        ],
        (),
        (Refused("source.p.raw.a", 'asset key "a*" may only have letters, digits, "_", "-" and "."'),),
    ),
]


@pytest.mark.parametrize(("entries", "duplicates", "refused"), REFUSED, ids=range(len(REFUSED)))
def test_what_dagster_does_not_load_is_named(
    tmp_path: Path,
    entries: list[Json],
    duplicates: tuple[DuplicateKey, ...],
    refused: tuple[Refused, ...],
) -> None:
    content = manifest(*entries)
    found = dbt_assets(parsed(tmp_path, content))
    assert (found.duplicates, found.refused) == (duplicates, refused)
    with pytest.raises((dg.DagsterInvalidDefinitionError, KeyError)):
        definitions(content, {})


def test_sources_of_one_key_are_one_asset(tmp_path: Path) -> None:
    key: Json = {"meta": {"dagster": {"asset_key": ["k"]}}}
    content = manifest(
        source("source.p.raw.a", **key),
        source("source.p.raw.b", **key),
        node("model.p.m", "source.p.raw.a"),
        node("model.p.n", "source.p.raw.a", "source.p.raw.b"),
    )
    found = assert_agrees(tmp_path, content, {})
    assert [asset.deps for asset in found.assets] == [("k",), ("k",)]


def test_of_the_project_as_one_asset_only_the_keys_of_sources_are_judged(tmp_path: Path) -> None:
    bad: Json = {"meta": {"dagster": {"asset_key": ["a*"]}}}
    content = manifest(
        source("source.p.raw.a", **bad), node("model.p.m", "source.p.raw.a"), node("model.p.n", **bad), node("seed.p.m")
    )
    whole = dbt_assets(parsed(tmp_path, content))
    assert [same.unique_ids for same in whole.duplicates] == [
        ("model.p.m", "seed.p.m"),
        ("model.p.n", "source.p.raw.a"),
    ]
    assert [refused.unique_id for refused in whole.refused] == ["model.p.n", "source.p.raw.a"]
    one = as_one_asset(whole)
    assert (one.duplicates, [refused.unique_id for refused in one.refused]) == ((), ["source.p.raw.a"])


ACCEPTED_KEYS = ["a.b", "a-b", ["a", "config"], ["1"], "Ab", "raw__a"]


@pytest.mark.parametrize("key", ACCEPTED_KEYS, ids=str)
def test_keys_that_dagster_loads_are_not_refused(tmp_path: Path, key: str | list[str]) -> None:
    content = manifest(
        source("source.p.raw.a"),
        node("model.p.m", "source.p.raw.a", meta={"dagster": {"asset_key": key}}),
    )
    assert_agrees(tmp_path, content, {})


@st.composite
def projects(draw: st.DrawFn) -> tuple[Json, dict[str, str]]:
    """A manifest whose nodes depend on earlier ones at random, and which sources Python writes."""
    entries = [source(f"source.p.raw.s{number}") for number in range(draw(st.integers(0, 3)))]
    written = {f"raw.{entry['name']}": f"py/{entry['name']}" for entry in entries if draw(st.booleans())}
    for number in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(["model", "model", "ephemeral", "seed", "snapshot", "metric"]))
        known = [entry["unique_id"] for entry in entries]
        some = st.lists(st.sampled_from(known), max_size=3, unique=True) if known else st.just([])
        parents = [] if kind == "seed" else draw(some)
        unique_id = f"{'model' if kind == 'ephemeral' else kind}.p.n{number}"
        config = {"materialized": "ephemeral"} if kind == "ephemeral" else {}
        folder = draw(st.sampled_from(["", "silver/", "gold/deep/", "raw data/"]))
        tags = draw(st.lists(st.sampled_from(["t", "x:y", "a/b", "dagster/kind/sql"]), unique=True))
        entries.append(node(unique_id, *parents, path=f"{folder}n{number}.sql", config=config, tags=tags))
    checkable = [entry["unique_id"] for entry in entries if not entry["unique_id"].startswith("metric")]
    for number in range(draw(st.integers(0, 4))):
        about = draw(st.lists(st.sampled_from(checkable), min_size=1, max_size=2, unique=True)) if checkable else []
        attached = draw(st.sampled_from([None, *about]))
        entries.append(node(f"test.p.t{number}", *about, attached_node=attached))
    return manifest(*entries), written


@settings(max_examples=60, deadline=None)
@given(projects())
def test_generated_projects_agree(
    tmp_path_factory: pytest.TempPathFactory, project: tuple[Json, dict[str, str]]
) -> None:
    assert_agrees(tmp_path_factory.getbasetemp(), *project)
