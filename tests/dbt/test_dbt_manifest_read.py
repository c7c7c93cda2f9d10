"""Reading manifests: what is decoded from each version, and what is said of a file that is not one."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.dbt.manifest import CheckedModel, DagsterMeta, DbtNode, DbtSource, DbtTest, Manifest, ManifestDefect
from floe_lint.dbt.read_manifest import read_manifest

LIMIT = 1_000_000


def manifest(version: int = 12) -> dict[str, Any]:
    """A manifest with one entry of each kind, with the sections that this version has."""
    model = {
        "unique_id": "model.shop.stg_orders",
        "resource_type": "model",
        "name": "stg_orders",
        "alias": "orders",
        "version": None,
        "schema": "main_silver",
        "path": "silver/stg_orders.sql",
        "original_file_path": "models/silver/stg_orders.sql",
        "fqn": ["shop", "silver", "stg_orders"],
        "package_name": "shop",
        "tags": ["daily"],
        "group": "finance",
        "meta": {"dagster": {"group": "money", "owners": ["team:fin"], "asset_key": ["a", "b"]}},
        "config": {
            "enabled": True,
            "materialized": "table",
            "schema": "silver",
            "group": "finance",
            "meta": {"dagster": {"group": "money", "owners": ["team:fin"], "asset_key": ["a", "b"]}},
        },
        "depends_on": {"macros": ["macro.dbt.x"], "nodes": ["source.shop.raw.orders", "metric.shop.total"]},
        "raw_code": "select 1",
    }
    seed: dict[str, Any] = {
        **model,
        "unique_id": "seed.shop.codes",
        "resource_type": "seed",
        "name": "codes",
        "alias": "codes",
        "path": "codes.csv",
        "original_file_path": "seeds/codes.csv",
        "meta": {},
        "config": {"enabled": True, "materialized": "seed", "schema": None, "meta": {}},
        "depends_on": {"macros": []},
        "group": None,
        "tags": [],
    }
    test = {
        **seed,
        "unique_id": "test.shop.sums.1",
        "resource_type": "test",
        "name": "sums",
        "config": {"enabled": True, "meta": {"dagster": {"ref": {"name": "stg_orders", "version": 2}}}},
        "depends_on": {"macros": [], "nodes": ["model.shop.stg_orders", "seed.shop.codes"]},
        "attached_node": None,
    }
    source = {
        "unique_id": "source.shop.raw.orders",
        "resource_type": "source",
        "source_name": "raw",
        "name": "orders",
        "identifier": "ORDERS_V1",
        "schema": "landing",
        "original_file_path": "models/sources.yml",
        "config": {"enabled": True},
        "meta": {"dagster": {"asset_key": "orders_feed"}},
    }
    content: dict[str, Any] = {
        "metadata": {
            "dbt_schema_version": f"https://schemas.getdbt.com/dbt/manifest/v{version}.json",
            "generated_at": "2024-05-06T07:08:09.000000Z",
            "project_name": "shop",
            "adapter_type": "duckdb",
        },
        "nodes": {node["unique_id"]: node for node in (model, seed, test)},
        "sources": {"source.shop.raw.orders": source},
        "metrics": {"metric.shop.total": {"depends_on": {"nodes": ["seed.shop.codes"]}}},
        "exposures": {},
        "macros": {"macro.dbt.x": {"macro_sql": "{% macro x() %}{% endmacro %}"}},
        "groups": {"group.shop.finance": {"name": "finance", "owner": {"email": "fin@example.com"}}},
        "disabled": {"model.shop.gone": [model]},
        "parent_map": {},
        "child_map": {},
    }
    if version >= 10:
        content["semantic_models"] = {"semantic_model.shop.s": {"depends_on": {"nodes": ["seed.shop.codes"]}}}
    if version >= 11:
        content["saved_queries"] = {"saved_query.shop.q": {"depends_on": {"nodes": ["metric.shop.total"]}}}
    if version >= 12:
        content["unit_tests"] = {}
        content["functions"] = {"function.shop.f": {"depends_on": {"nodes": []}}}
    return content


def read(folder: Path, content: bytes | dict[str, Any]) -> Manifest | ManifestDefect:
    path = folder / "manifest.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return read_manifest(path, LIMIT)


@pytest.mark.parametrize("version", [9, 10, 11, 12])
def test_every_version_gives_the_same_records(tmp_path: Path, version: int) -> None:
    through: dict[str, tuple[str, ...]] = {"metric.shop.total": ("seed.shop.codes",)}
    if version >= 10:
        through["semantic_model.shop.s"] = ("seed.shop.codes",)
    if version >= 11:
        through["saved_query.shop.q"] = ("metric.shop.total",)
    if version >= 12:
        through["function.shop.f"] = ()
    assert read(tmp_path, manifest(version)) == Manifest(
        version=version,
        generated_at="2024-05-06T07:08:09.000000Z",
        project_name="shop",
        adapter_type="duckdb",
        nodes={
            "model.shop.stg_orders": DbtNode(
                unique_id="model.shop.stg_orders",
                resource_type="model",
                name="stg_orders",
                alias="orders",
                version=None,
                schema="main_silver",
                custom_schema="silver",
                materialized="table",
                tags=("daily",),
                meta=DagsterMeta(("a", "b"), "money", ("team:fin",)),
                group="finance",
                path="silver/stg_orders.sql",
                original_file_path="models/silver/stg_orders.sql",
                fqn=("shop", "silver", "stg_orders"),
                package_name="shop",
                depends_on=("source.shop.raw.orders", "metric.shop.total"),
            ),
            "seed.shop.codes": DbtNode(
                unique_id="seed.shop.codes",
                resource_type="seed",
                name="codes",
                alias="codes",
                version=None,
                schema="main_silver",
                custom_schema=None,
                materialized="seed",
                tags=(),
                meta=DagsterMeta(),
                group=None,
                path="codes.csv",
                original_file_path="seeds/codes.csv",
                fqn=("shop", "silver", "stg_orders"),
                package_name="shop",
                depends_on=(),
            ),
        },
        sources={
            "source.shop.raw.orders": DbtSource(
                "source.shop.raw.orders",
                "raw",
                "orders",
                "landing",
                "ORDERS_V1",
                DagsterMeta(("orders_feed",)),
                "models/sources.yml",
            )
        },
        tests=(
            DbtTest(
                "test.shop.sums.1",
                "sums",
                ("model.shop.stg_orders", "seed.shop.codes"),
                None,
                CheckedModel("stg_orders", None, 2),
            ),
        ),
        through=through,
        group_owners={"finance": ("fin@example.com",)},
        folders=("models", "seeds"),
    )


def test_what_is_disabled_is_left_out(tmp_path: Path) -> None:
    content = manifest()
    for entry in (*content["nodes"].values(), *content["sources"].values()):
        entry["config"]["enabled"] = False
    found = read(tmp_path, content)
    assert isinstance(found, Manifest)
    assert (found.nodes, found.sources, found.tests, found.folders) == ({}, {}, (), ())


def test_paths_written_on_windows_get_forward_slashes(tmp_path: Path) -> None:
    content = manifest()
    content["nodes"]["model.shop.stg_orders"]["path"] = "silver\\stg_orders.sql"
    content["nodes"]["model.shop.stg_orders"]["original_file_path"] = "models\\silver\\stg_orders.sql"
    found = read(tmp_path, content)
    assert isinstance(found, Manifest)
    node = found.nodes["model.shop.stg_orders"]
    assert (node.path, node.original_file_path) == ("silver/stg_orders.sql", "models/silver/stg_orders.sql")
    assert found.folders == ("models", "seeds")


def test_resource_folders_are_those_of_the_project_itself(tmp_path: Path) -> None:
    content = manifest()
    nodes = content["nodes"]
    nodes["model.shop.stg_orders"]["original_file_path"] = "dbt/sql/silver/stg_orders.sql"
    nodes["seed.shop.codes"]["package_name"] = "installed"
    nodes["snapshot.shop.s"] = {
        **nodes["seed.shop.codes"],
        "resource_type": "snapshot",
        "package_name": "shop",
        "path": "deep/s.yml/s.sql",
        "original_file_path": "history/deep/s.yml",
    }
    found = read(tmp_path, content)
    assert isinstance(found, Manifest)
    assert found.folders == ("dbt/sql", "history")


def changed(**changes: Any) -> dict[str, Any]:
    return {**manifest(), **changes}


def with_node(**changes: Any) -> dict[str, Any]:
    content = manifest()
    content["nodes"]["model.shop.stg_orders"].update(changes)
    return content


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in manifest().items() if key not in keys}


def of_schema(schema: str) -> dict[str, Any]:
    return {**manifest(), "metadata": {"dbt_schema_version": schema}}


DEFECTS: list[tuple[bytes | dict[str, Any], str, str]] = [
    (b"", "not_json", "is not JSON: input data was truncated"),
    (b"{}"[:1], "not_json", "is not JSON: input data was truncated"),
    (b"{}", "not_a_manifest", "is not a dbt manifest: it has no `metadata`"),
    (b"[]", "not_a_manifest", "is not a dbt manifest: expected `object`, got `array`"),
    (b"null", "not_a_manifest", "is not a dbt manifest: expected `object`, got `null`"),
    (json.dumps(manifest()).encode()[:-20], "not_json", "is not JSON: input data was truncated"),
    (
        b'\xef\xbb\xbf{"metadata": {}}',
        "not_json",
        "is not JSON: JSON is malformed: invalid character (byte 0)",
    ),
    (b'{"x": "\xff"}', "not_json", "is not JSON: byte 7 is not UTF-8"),
    (b'{"x": NaN}', "not_json", "is not JSON: JSON is malformed: invalid character (byte 6)"),
    (
        with_node(name="\ud800"),
        "not_json",
        "is not JSON: JSON is malformed: unexpected end of escaped utf-16 surrogate pair (byte 301)",
    ),
    (
        json.dumps(manifest()).encode() + b" x",
        "not_json",
        "is not JSON: JSON is malformed: trailing characters (byte 3633)",
    ),
    (b'{"x": ' + b"[" * 50_000, "not_json", "is not JSON that can be read: it is nested too deeply"),
    (of_schema("v12"), "not_a_manifest", "is not a dbt manifest: its `dbt_schema_version` is unknown"),
    (
        of_schema("https://schemas.getdbt.com/dbt/run-results/v6.json"),
        "not_a_manifest",
        "is dbt's `run-results`, not its manifest",
    ),
    (
        of_schema("https://schemas.getdbt.com/dbt/manifest/v8.json"),
        "version",
        "is a manifest v8; dbt 1.5 and later write v9 to v12",
    ),
    (
        of_schema("https://schemas.getdbt.com/dbt/manifest/v13.json"),
        "version",
        "is a manifest v13; dbt 1.5 and later write v9 to v12",
    ),
    (
        changed(metadata={"dbt_schema_version": 12}),
        "not_a_manifest",
        "is not a dbt manifest: expected `str`, got `int` at `metadata.dbt_schema_version`",
    ),
    (
        changed(nodes=[]),
        "not_a_manifest",
        "is not a dbt manifest: expected `object`, got `array` at `nodes`",
    ),
    (without("nodes"), "not_a_manifest", "is not a dbt manifest: object missing required field `nodes`"),
    (
        without("child_map"),
        "not_a_manifest",
        "is not a dbt manifest: object missing required field `child_map`",
    ),
    (
        with_node(name=10**18),
        "not_a_manifest",
        "is not a dbt manifest: in `model.shop.stg_orders`, expected `str`, got `int` at `name`",
    ),
    (
        with_node(version=True),
        "not_a_manifest",
        (
            "is not a dbt manifest: in `model.shop.stg_orders`, "
            "expected `int | float | str | null`, got `bool` at `version`"
        ),
    ),
    (
        with_node(config={"enabled": 1}),
        "not_a_manifest",
        "is not a dbt manifest: in `model.shop.stg_orders`, expected `bool`, got `int` at `config.enabled`",
    ),
    (
        with_node(tags=["a", None]),
        "not_a_manifest",
        "is not a dbt manifest: in `model.shop.stg_orders`, expected `str`, got `null` at `tags[1]`",
    ),
    (
        with_node(name=10**4000),
        "not_a_manifest",
        "is not a dbt manifest: in `model.shop.stg_orders`, number out of range at `name`",
    ),
    (
        with_node(meta={"dagster": "yes"}),
        "not_a_manifest",
        "is not a dbt manifest: in `model.shop.stg_orders`, expected `object`, got `str` at `meta.dagster`",
    ),
    (
        changed(sources={"source.a.b.c": {"name": "c"}}),
        "not_a_manifest",
        "is not a dbt manifest: in `source.a.b.c`, object missing required field `source_name`",
    ),
    (
        with_node(depends_on={"nodes": ["model.shop.b", "model.shop.a"]}),
        "not_a_manifest",
        "is not a whole dbt manifest: `model.shop.stg_orders` depends on `model.shop.a`, which is not in it",
    ),
]


@pytest.mark.parametrize(("content", "kind", "reason"), DEFECTS, ids=[reason for _, _, reason in DEFECTS])
def test_defects_are_named(tmp_path: Path, content: bytes | dict[str, Any], kind: str, reason: str) -> None:
    if isinstance(content, dict):
        limit = getattr(sys, "set_int_max_str_digits", None)
        if limit is not None:
            limit(0)  # to write the huge numbers, not to read them
    assert read(tmp_path, content) == (kind, reason)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    assert read_manifest(path, LIMIT) == ("missing", "does not exist")
    assert read_manifest("a\0b", LIMIT) == ("missing", "does not exist")
    path.write_bytes(b"{}" * 100)
    assert read_manifest(path, 199) == ("unreadable", "has 200 bytes, more than the limit of 199")
    assert read_manifest(path / "below", LIMIT) == ("missing", "does not exist")
    assert read_manifest(tmp_path, LIMIT) == ("unreadable", "is a folder")
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)
    assert read_manifest(loop, LIMIT) == ("unreadable", "cannot be read: too many levels of symbolic links")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_manifest(tmp_path / "pipe", LIMIT) == ("unreadable", "is not a regular file")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


VALUES = JSON | st.floats() | st.lists(st.text(), max_size=2)
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
def damaged(draw: st.DrawFn) -> bytes:
    """A manifest with a few values replaced or taken away; then often cut, or with a byte changed."""
    content = manifest(draw(st.integers(9, 12)))
    for _ in range(draw(st.integers(1, 3))):
        at: Any = content
        while at:
            key = draw(st.sampled_from(sorted(at))) if isinstance(at, dict) else draw(st.integers(0, len(at) - 1))
            inner = at[key]
            if isinstance(inner, dict | list) and inner and draw(st.integers(0, 4)):
                at = inner
                continue
            if isinstance(at, dict) and draw(st.booleans()):
                del at[key]
            else:
                at[key] = draw(META if key == "meta" else VALUES)
            break
    data = json.dumps(content, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    cut = draw(st.integers(0, len(data)))
    match draw(st.sampled_from(["whole", "cut", "changed"])):
        case "cut":
            data = data[:cut]
        case "changed":
            data = data[:cut] + bytes([draw(st.integers(0, 255))]) + data[cut + 1 :]
    return data


@given(damaged())
def test_damage_is_a_defect_or_harmless_but_never_an_exception(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    found = read(tmp_path_factory.getbasetemp(), data)
    if isinstance(found, ManifestDefect):
        assert found.kind in ("not_json", "not_a_manifest", "version")
        assert found.reason.startswith("is ")
        assert "\n" not in found.reason
    else:
        assert set(found.nodes) <= set(json.loads(data)["nodes"])


def test_importing_the_reader_costs_no_heavy_import() -> None:
    heavy = ("msgspec", "dataclasses", "inspect", "json", "dagster", "dbt")
    modules = "floe_lint.dbt.age, floe_lint.dbt.assets, floe_lint.dbt.read_manifest"
    code = f"import sys, {modules}\nprint([name for name in {heavy} if name in sys.modules])"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("there", [False, True])
def test_linting_loads_msgspec_only_where_there_is_a_manifest(tmp_path: Path, there: bool) -> None:
    floe = 'name: shop\nversion: "1.0.0"\norchestration:\n  dbt: {manifest_path: manifest.json}\n'
    (tmp_path / "floe.yaml").write_text(floe)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "dbt_project.yml").write_text("name: shop\n")
    if there:
        (tmp_path / "manifest.json").write_text(json.dumps(manifest()))
    code = (
        "import sys\nfrom floe_lint.cli import main\n"
        "try:\n    main(['lint', '--no-cache', '--show-info', sys.argv[1]])\nexcept SystemExit:\n    pass\n"
        "print('loaded:', 'msgspec._core' in sys.modules, file=sys.stderr)\n"
    )
    result = run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert result.stderr == f"loaded: {there}\n"
    assert ("manifest-missing" in result.stdout) is not there


def test_msgspec_is_whole_for_whoever_imports_it_after_the_linter(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(manifest()))
    code = (
        "import sys\nfrom floe_lint.kernel.lean_imports import prefer_lean_imports\nprefer_lean_imports()\n"
        "from floe_lint.dbt.read_manifest import read_manifest\n"
        "print(len(read_manifest(sys.argv[1], 1_000_000).nodes), 'msgspec' in sys.modules)\n"
        "import msgspec, typing_extensions\nfrom floe_lint.dbt import wire\n"
        "print(issubclass(wire.WireNode, msgspec.Struct))\n"
        "print(msgspec.json.encode(wire.Ref('a')), typing_extensions.Never)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "manifest.json")]
    lean, is_struct, whole = run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lean == "2 False"
    assert is_struct == "True"
    assert whole == """b'{"name":"a","package":null,"version":null}' typing.Never"""
