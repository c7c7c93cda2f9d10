"""Trouble half way: a clear message, and then a re-run that finishes, with nothing lost and nothing done twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from floe_dagster import FloeDefinitions
from floe_dagster.project import FloeLoadError
from floe_lint.validated import InvalidProjectError
from tests.loader.installed import environment
from tests.loader.test_catalog_rest import RestServer

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry]
  jobs:
    load: {type: batch, selection: ["*"]}
"""
# The first asset leaves a line for each run of it; the second needs the catalog.
MODULE = """
from floe_dagster import floe_asset


@floe_asset
def prepared():
    with open("prepared.txt", "a") as file:
        file.write("x")


@floe_asset(deps=["prepared"], outputs=["bronze.orders"])
def orders(catalog):
    snapshot = catalog.write_table("bronze.orders", [{"id": 1}, {"id": 2}], mode="append")
    return {"rows": snapshot.rows}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project of its own, forgotten by Python afterwards."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    (tmp_path / "floe.yaml").write_text(FLOE)
    (tmp_path / "pantry.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    path = list(sys.path)
    yield tmp_path
    sys.path[:] = path
    sys.modules.pop("pantry", None)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test() as found:
        yield found


def _definitions(project: Path) -> dg.Definitions:
    found: dg.Definitions = FloeDefinitions.from_compiled_artifacts(floe_file=project / "floe.yaml")
    return found


def _run(project: Path, instance: dg.DagsterInstance, job: str = "load", **options: Any) -> Any:
    repository = _definitions(project).get_repository_def()
    return repository.get_job(job).execute_in_process(instance=instance, raise_on_error=False, **options)


def _messages(result: Any) -> dict[str, str]:
    """What failed, with the innermost message: the one of the part that failed."""
    found = {}
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error.cause is not None:
                error = error.cause
            found[event.step_key] = error.message.strip()
    return found


def _materialized(result: Any) -> list[str]:
    return [event.asset_key.to_user_string() for event in result.get_asset_materialization_events()]


def _finish(project: Path, instance: dg.DagsterInstance, failed: Any) -> Any:
    """Run what the failed run left, as "re-execute from failure" in Dagster does."""
    left = [step for step in ("prepared", "orders") if step not in _materialized(failed)]
    result = _run(project, instance, asset_selection=[dg.AssetKey(step) for step in left])
    assert result.success
    assert _materialized(result) == left
    assert (project / "prepared.txt").read_text() == "x"
    catalog = (_definitions(project).resources or {})["catalog"]
    assert sorted(row["id"] for row in catalog.read_table("bronze.orders").to_pylist()) == [1, 2]
    return result


@pytest.mark.parametrize(
    ("platform", "message"),
    [
        (
            "catalogs: {default: {type: sqll}}\n",
            'error[invalid-value]: "type" of catalog profile "default" is "sqll"; did you mean "sql"?',
        ),
        (
            "execution: {type: multiproces}\n",
            'error[invalid-value]: "execution.type" is "multiproces"; did you mean "multiprocess"?',
        ),
        (
            "storage: {default: {type: s3, bucket: 3}}\n",
            'error[wrong-type]: "bucket" of storage profile "default" takes text, not the number 3; put it in quotes',
        ),
        (
            "layers: {gold: {storage_ref: nope}}\n",
            'error[profile-not-found]: layer "gold" refers to "nope", which is not defined under "storage"',
        ),
    ],
)
def test_a_wrong_value_in_platform_yaml(
    platform: str, message: str, project: Path, instance: dg.DagsterInstance
) -> None:
    (project / "platform.yaml").write_text(platform)
    with pytest.raises(InvalidProjectError) as caught:
        _definitions(project)
    assert f"\n{message}\n" in str(caught.value)
    assert "pantry" not in sys.modules
    (project / "platform.yaml").write_text("storage: {default: {type: local}}\n")
    assert _run(project, instance).success


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            "{max_concurrent: two}",
            (
                'Invalid scalar at path max_concurrent. Value "two" of type "<class \'str\'>" is not valid '
                'for expected type "Int"'
            ),
        ),
        ("{max_concurent: 2}", 'it has no setting "max_concurent"; did you mean "max_concurrent"?'),
        ("{max_concurrent: {secret_ref: number}}", 'the value of "max_concurrent" is not of the right type'),
        (
            "{max_concurrent: {secret_ref: nowhere}}",
            (
                'secret "nowhere" was not found: set the environment variable nowhere or NOWHERE, or mount the file '
                "/run/secrets/nowhere"
            ),
        ),
    ],
)
def test_a_setting_that_the_executor_refuses(
    config: str, message: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBER", "hunter2")
    (project / "platform.yaml").write_text(f"execution: {{type: multiprocess, config: {config}}}\n")
    with pytest.raises(FloeLoadError) as caught:
        _definitions(project)
    assert str(caught.value).startswith('"execution.config" of platform.yaml')
    assert str(caught.value).endswith(f": {message}")
    assert "hunter2" not in str(caught.value)
    (project / "platform.yaml").write_text("execution: {type: multiprocess, config: {max_concurrent: 2}}\n")
    assert _definitions(project).get_repository_def().get_job("load").executor_def.name == "multiprocess"


def test_a_missing_secret(
    project: Path, instance: dg.DagsterInstance, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = RestServer(tmp_path_factory.mktemp("server"))
    (project / "platform.yaml").write_text(
        f"catalogs: {{default: {{type: polaris, uri: 'http://{server.host}/api/catalog', warehouse: demo, "
        "credentials: {secret_ref: polaris-login}}}\n"
    )
    failed = _run(project, instance)
    assert _materialized(failed) == ["prepared"]
    (message,) = _messages(failed).values()
    assert message == (
        'floe_dagster.secrets.SecretError: secret "polaris-login" was not found: set the environment variable '
        "polaris-login or POLARIS_LOGIN, or mount the file /run/secrets/polaris-login"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("POLARIS_LOGIN", "floe:hunter2")
        _finish(project, instance, failed)
    server.close()


def test_an_unreachable_catalog(
    project: Path, instance: dg.DagsterInstance, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("server")
    server = RestServer(folder)
    server.close()
    (project / "platform.yaml").write_text(
        f"catalogs: {{default: {{type: rest, uri: 'http://{server.host}/api/catalog', warehouse: demo}}}}\n"
    )
    failed = _run(project, instance)
    assert _materialized(failed) == ["prepared"]
    assert _messages(failed) == {
        "orders": (
            f'floe_dagster.catalog_errors.CatalogError: catalog "default" at {server.host} cannot be reached; check '
            'that it is running and reachable from this machine, and the "uri" of catalogs.default in platform.yaml'
        )
    }
    again = RestServer(folder, int(server.host.rpartition(":")[2]))
    _finish(project, instance, failed)
    again.close()


DBT_FILES = {
    "dbt_project.yml": "name: shop\nprofile: shop\nflags: {send_anonymous_usage_stats: false}\n",
    "models/marts/first.sql": "{{ config(materialized='table') }} select * from {{ source('bronze', 'orders') }}",
    # A model that fails as long as the file is not there.
    "models/marts/second.sql": (
        "{{ config(materialized='table') }} select first.id, given.name "
        "from {{ ref('first') }} as first join read_csv('{{ env_var('GIVEN') }}') as given using (id)"
    ),
    "models/marts/third.sql": "{{ config(materialized='table') }} select count(*) as n from {{ ref('second') }}",
    "models/sources.yml": (
        "version: 2\nsources:\n  - name: bronze\n    config: {meta: {plugin: iceberg}}\n    tables: [{name: orders}]\n"
    ),
}
WAYS = ("inputs", "outputs")


@pytest.mark.slow
def test_dbt_fails_half_way(project: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in DBT_FILES.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    (project / "floe.yaml").write_text(FLOE.replace("  jobs:", "  dbt: {manifest_path: target/manifest.json}\n  jobs:"))
    given = project / "given.csv"
    monkeypatch.setenv("GIVEN", str(given))
    around = environment(project.parent / f"{project.name}-installed", GIVEN=str(given))
    compiled = subprocess.run(["floe", "compile"], cwd=project, env=around, capture_output=True, text=True, timeout=200)
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    failed = _run(project, instance)
    assert not failed.success
    assert _materialized(failed) == ["prepared", "orders", "first"]
    (message,) = _messages(failed).values()
    assert "Runtime Error in model second (models/marts/second.sql)" in message
    assert 'No files found that match the pattern "' + str(given) + '"' in message
    # Each model has a span and events of its own that say how it ended, also the one that was never reached.
    spans = {span["name"]: span for span in _lines(project, "traces", failed.run_id)}
    models = ("first", "second", "third")
    assert [spans[name]["attributes"]["dbt.status"] for name in models] == ["success", "error", "skipped"]
    assert {spans[name]["parent_id"] for name in models} == {spans["dbt_models"]["context"]["span_id"]}
    events = [
        (event["eventType"], event["job"]["name"], *([table["name"] for table in event[way]] for way in WAYS))
        for event in _lines(project, "lineage", failed.run_id)
    ]
    assert [event for event in events if event[1] in models] == [
        ("START", "first", ["bronze.orders"], ["main.first"]),
        ("COMPLETE", "first", ["bronze.orders"], ["main.first"]),
        ("START", "second", ["main.first"], ["main.second"]),
        ("FAIL", "second", ["main.first"], ["main.second"]),
    ]
    given.write_text("id,name\n1,tea\n2,cup\n")
    rest = [dg.AssetKey(name) for name in ("first", "second", "third")]
    again = _run(project, instance, asset_selection=rest)
    assert again.success, _messages(again)
    assert _materialized(again) == ["first", "second", "third"]
    assert (project / "prepared.txt").read_text() == "x"
    catalog = (_definitions(project).resources or {})["catalog"]
    assert catalog.read_table("main.third").to_pylist() == [{"n": 2}]


def _lines(project: Path, kind: str, run_id: str) -> list[dict[str, Any]]:
    path = project / ".floe" / kind / f"{run_id}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_artifact_that_was_lost_is_no_trouble(project: Path, instance: dg.DagsterInstance) -> None:
    assert _run(project, instance).success
    shutil.rmtree(project / ".floe")
    again = _run(project, instance, asset_selection=[dg.AssetKey("orders")])
    assert again.success, _messages(again)
