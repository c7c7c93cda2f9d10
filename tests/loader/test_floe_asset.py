"""``@floe_asset`` as user code writes it, run by Dagster."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import importlib.util
import sys
import textwrap
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import dagster as dg
import pytest

from floe_dagster import floe_asset
from floe_dagster.metadata import metadata_value
from floe_dagster.observability.config import ObservabilityConfig, binding
from floe_dagster.resources import CatalogResource


@pytest.fixture(autouse=True)
def no_observability() -> Iterator[None]:
    with binding(ObservabilityConfig(traces=False, lineage=False)):
        yield


def load(tmp_path: Path, source: str) -> ModuleType:
    """Import user code from a file, as the loader does."""
    name = f"user_{uuid.uuid4().hex}"
    path = tmp_path / f"{name}.py"
    path.write_text(textwrap.dedent(source))
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def metadata_of(asset: dg.AssetsDefinition, **resources: Any) -> dict[str, Any]:
    result = dg.materialize([asset], resources=resources)
    (event,) = result.asset_materializations_for_node(asset.op.name)
    return {key: value.value for key, value in event.metadata.items() if not key.startswith("dagster")}


QUICKSTART = """
    from dagster import AssetExecutionContext
    from floe_dagster import floe_asset
    from floe_dagster.resources import CatalogResource
    from typing import Dict, Any

    @floe_asset(
        group_name="bronze",
        description="Load customer data from external source",
        inputs=["external.customers"],
        outputs=["bronze.customers"],
        compute_kind="python"
    )
    def bronze_customers(
        context: AssetExecutionContext,
        catalog: CatalogResource,
    ) -> Dict[str, Any]:
        raw_data = catalog.read_table("external.customers")
        context.log.info(f"Extracted {raw_data.num_rows} customer records")
        validated_data = raw_data.filter(
            raw_data.customer_id.is_not_null() &
            raw_data.email.contains("@")
        )
        snapshot = catalog.write_table("bronze.customers", validated_data)
        return {
            "raw_rows": raw_data.num_rows,
            "validated_rows": validated_data.num_rows,
            "snapshot_id": snapshot.snapshot_id,
            "table_location": snapshot.metadata.table_metadata.location
        }
"""


@pytest.mark.parametrize("future", ["", "    from __future__ import annotations\n"])
def test_the_quickstart_asset(tmp_path: Path, future: str) -> None:
    asset = load(tmp_path, future + QUICKSTART).bronze_customers
    (tmp_path / "data").mkdir()
    (tmp_path / "data/customers.csv").write_text("customer_id,email\n1,a@x\n2,b\n,c@x\n")
    catalog = CatalogResource(project_dir=str(tmp_path))
    assert metadata_of(asset, catalog=catalog) == {
        "raw_rows": 3,
        "validated_rows": 1,
        "snapshot_id": catalog.load_table("bronze.customers").current_snapshot().snapshot_id,  # type: ignore[union-attr]
        "table_location": str(tmp_path / ".floe/warehouse/bronze/customers"),
    }
    (spec,) = asset.specs
    assert spec.key == dg.AssetKey("bronze_customers")
    assert spec.group_name == "bronze"
    assert spec.description == "Load customer data from external source"
    assert spec.metadata["floe/inputs"].value == ["external.customers"]
    assert spec.metadata["floe/outputs"].value == ["bronze.customers"]
    assert asset.op.tags["dagster/compute_kind"] == "python"
    assert asset.required_resource_keys - {"io_manager"} == {"catalog"}


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("def a(context, catalog):", "return {'run': len(context.run.run_id), 'got': catalog}"),
        ("def a(catalog):", "return {'run': 36, 'got': catalog}"),
        ("def a(_context, catalog):", "return {'run': len(_context.run.run_id), 'got': catalog}"),
        ("def a(catalog, context):", "return {'run': len(context.run.run_id), 'got': catalog}"),
        (
            "def a(context: 'OnlyForTypeCheckers', catalog: 'Nowhere') -> 'Nothing':",
            "return {'run': 36, 'got': catalog}",
        ),
        (
            "def a(context: dg.OpExecutionContext, catalog: Any) -> dict[str, Any]:",
            "return {'run': 36, 'got': catalog}",
        ),
        ("def a(context, *, catalog, limit: int = 36):", "return {'run': limit, 'got': catalog}"),
        (
            "def a(context, catalog, *args, **kwargs):",
            "return {'run': 36 + len(args) + len(kwargs), 'got': catalog}",
        ),
    ],
)
@pytest.mark.parametrize("future", ["", "from __future__ import annotations\n"])
def test_signatures(tmp_path: Path, future: str, head: str, body: str) -> None:
    source = f"{future}import dagster as dg\nfrom typing import Any\nfrom floe_dagster import floe_asset\n"
    asset = load(tmp_path, f"{source}@floe_asset\n{head}\n    {body}\n").a
    assert metadata_of(asset, catalog=dg.ResourceDefinition.hardcoded_resource("it")) == {
        "run": 36,
        "got": "it",
    }


def test_resources_by_name_and_missing_ones() -> None:
    @floe_asset
    def a(catalog: Any, warehouse: Any) -> None:
        """Two resources."""

    assert {"catalog", "warehouse"} <= a.required_resource_keys
    with pytest.raises(dg.DagsterInvalidDefinitionError, match="resource with key 'warehouse' required by op 'a'"):
        dg.materialize([a], resources={"catalog": 1})


class Limits(dg.Config):
    rows: int = 5


def test_extra_resources_config_and_ins() -> None:
    @dg.asset
    def upstream() -> int:
        return 7

    @floe_asset(ins={"upstream": dg.AssetIn()}, required_resource_keys={"extra"})
    def a(context: dg.AssetExecutionContext, config: Limits, upstream: int, catalog: Any) -> dict[str, Any]:
        return {"rows": config.rows, "up": upstream, "c": catalog, "extra": context.resources.extra}

    result = dg.materialize(
        [upstream, a],
        resources={"catalog": "C", "extra": "E"},
        run_config={"ops": {"a": {"config": {"rows": 6}}}},
    )
    (event,) = result.asset_materializations_for_node("a")
    assert {key: event.metadata[key].value for key in ("rows", "up", "c", "extra")} == {
        "rows": 6,
        "up": 7,
        "c": "C",
        "extra": "E",
    }


def test_direct_calls_in_unit_tests() -> None:
    @floe_asset
    def with_context(context: dg.AssetExecutionContext, catalog: Any) -> dict[str, Any]:
        assert context.log is not None
        return {"got": catalog}

    @floe_asset
    def without(catalog: Any) -> None:
        assert catalog == "given"

    expected = {"got": dg.MetadataValue.text("given")}
    result = dg.MaterializeResult[Any](metadata=expected)
    assert with_context(dg.build_asset_context(), catalog="given") == result
    assert with_context(dg.build_asset_context(resources={"catalog": "given"})) == result
    assert without(catalog="given") == dg.MaterializeResult()


def test_results() -> None:
    passed = dg.MaterializeResult[Any](metadata={"a": 1})

    @floe_asset
    def returns_result() -> Any:
        return passed

    @floe_asset
    def returns_none() -> None: ...

    @floe_asset
    def returns_value() -> int:
        return 42

    @floe_asset(check_specs=[dg.AssetCheckSpec("fine", asset="yields")])
    def yields() -> Iterator[Any]:
        yield {"rows": 3}
        yield dg.AssetCheckResult(passed=True, check_name="fine")

    assert metadata_of(returns_result) == {"a": 1}
    assert metadata_of(returns_none) == {}
    result = dg.materialize([returns_value])
    assert result.output_for_node("returns_value") == 42
    checked = dg.materialize([yields])
    assert checked.asset_materializations_for_node("yields")[0].metadata["rows"].value == 3
    assert [evaluation.passed for evaluation in checked.get_asset_check_evaluations()] == [True]


def test_a_failing_asset_fails_with_its_own_error() -> None:
    @floe_asset
    def broken() -> None:
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        dg.materialize([broken])


def test_everything_of_asset_passes_through() -> None:
    daily = dg.DailyPartitionsDefinition("2024-01-01")

    @floe_asset(
        name="orders",
        key_prefix=["shop"],
        deps=["customers", dg.AssetKey(["shop", "items"])],
        tags={"tier": "1"},
        owners=["team:data"],
        kinds={"python"},
        metadata={"mine": 1},
        partitions_def=daily,
        automation_condition=dg.AutomationCondition.eager(),
        backfill_policy=dg.BackfillPolicy.single_run(),
        retry_policy=dg.RetryPolicy(max_retries=2),
        code_version="7",
        pool="db",
    )
    def whatever(context: dg.AssetExecutionContext) -> dict[str, Any]:
        """Orders of the shop."""
        return {"key": context.partition_key}

    (spec,) = whatever.specs
    assert spec.key == dg.AssetKey(["shop", "orders"])
    assert {dep.asset_key for dep in spec.deps} == {dg.AssetKey("customers"), dg.AssetKey(["shop", "items"])}
    assert spec.tags == {"tier": "1", "dagster/kind/python": ""}
    assert spec.owners == ["team:data"]
    assert spec.metadata["mine"] == 1
    assert spec.description == "Orders of the shop."
    assert spec.automation_condition == dg.AutomationCondition.eager()
    assert spec.code_version == "7"
    assert (whatever.partitions_def, whatever.backfill_policy) == (daily, dg.BackfillPolicy.single_run())
    assert whatever.op.retry_policy == dg.RetryPolicy(max_retries=2)
    assert whatever.op.pool == "db"
    result = dg.materialize([whatever], partition_key="2024-01-05")
    assert result.asset_materializations_for_node("shop__orders")[0].metadata["key"].value == "2024-01-05"


@pytest.mark.parametrize("wrong", ["bronze.customers", [1], [""]])
def test_table_names_are_lists(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r'^@floe_asset: inputs is a list of table names, e.g. inputs=\["bronze.cus'):
        floe_asset(inputs=wrong)


def test_async_functions_are_refused() -> None:
    with pytest.raises(TypeError, match=r'^"later" is async; @floe_asset takes plain functions'):

        @floe_asset
        async def later() -> None: ...


class Colour(enum.Enum):
    RED = "red"


class Odd:
    def __repr__(self) -> str:
        return "<odd>"


def _numpy_int() -> Any:
    import numpy

    return numpy.int64(5)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, dg.MetadataValue.int(1)),
        (2**62, dg.MetadataValue.int(2**62)),
        (1.5, dg.MetadataValue.float(1.5)),
        (True, dg.MetadataValue.bool(True)),
        (None, dg.MetadataValue.null()),
        ("x", dg.MetadataValue.text("x")),
        ("", dg.MetadataValue.text("")),
        ([1, {"a": {2}}], dg.MetadataValue.json([1, {"a": [2]}])),
        ({1: dt.date(2024, 1, 2), "odd": Odd()}, dg.MetadataValue.json({"1": "2024-01-02", "odd": "<odd>"})),
        ([float("nan"), decimal.Decimal("1.5")], dg.MetadataValue.json(["nan", 1.5])),
        (dt.datetime(2024, 1, 2), dg.MetadataValue.timestamp(1704153600.0)),
        (dt.datetime(2024, 1, 2, tzinfo=dt.timezone.utc), dg.MetadataValue.timestamp(1704153600.0)),
        (dt.date(2024, 1, 2), dg.MetadataValue.text("2024-01-02")),
        (Path("a/b"), dg.MetadataValue.path("a/b")),
        (decimal.Decimal("2"), dg.MetadataValue.int(2)),
        (Colour.RED, dg.MetadataValue.text("red")),
        (_numpy_int(), dg.MetadataValue.int(5)),
        (dg.AssetKey("a"), dg.MetadataValue.asset(dg.AssetKey("a"))),
        (dg.MetadataValue.md("*a*"), dg.MetadataValue.md("*a*")),
        (Odd(), dg.MetadataValue.text("<odd>")),
        (b"\x00", dg.MetadataValue.text("b'\\x00'")),
    ],
)
def test_metadata_values(value: Any, expected: dg.MetadataValue[Any]) -> None:
    assert metadata_value(value) == expected
