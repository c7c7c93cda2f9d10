"""The dbt profile that follows from platform.yaml: its form, and what reaches the real dbt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from floe_dagster import FloeDefinitions
from floe_dagster.loading.dbt_profile import write_profile
from floe_dagster.loading.dbt_references import convert, secrets_for_parsing, secrets_in_environment
from floe_dagster.project import FloeLoadError
from floe_dagster.secrets import SecretError
from tests.loader.installed import environment

NAMES = {"compute": "default", "catalog": "default", "storage": "default"}


def test_references_become_variables_of_dbt() -> None:
    settings, secrets = convert(
        {
            "type": "postgres",
            "properties": {"host": "db-${STAGE:dev}.acme", "port": "${PORT:-5432}", "threads": 4, "search": ["${A}"]},
            "credentials": {"password": {"secret_ref": "db-password"}, "token_secret_ref": "t", "user": "${DB_USER}"},
        }
    )
    assert settings == {
        "host": "db-{{ env_var('STAGE', 'dev') }}.acme",
        "port": "{{ (env_var('PORT', '') or '5432') | as_native }}",
        "threads": 4,
        "search": ["{{ env_var('A') | as_native }}"],
        "password": "{{ env_var('DBT_ENV_SECRET_DB_PASSWORD') }}",
        "token": "{{ env_var('DBT_ENV_SECRET_T') }}",
        "user": "{{ env_var('DB_USER') }}",
    }
    assert secrets == {"DBT_ENV_SECRET_DB_PASSWORD": "db-password", "DBT_ENV_SECRET_T": "t"}


def test_one_secret_of_user_and_password(monkeypatch: pytest.MonkeyPatch) -> None:
    settings, secrets = convert({"type": "postgres", "credentials": {"secret_ref": "db-login"}})
    assert settings == {
        "user": "{{ env_var('DBT_ENV_SECRET_DB_LOGIN_USER') }}",
        "password": "{{ env_var('DBT_ENV_SECRET_DB_LOGIN_PASSWORD') }}",
    }
    monkeypatch.setenv("DB_LOGIN", "floe:hunter2")
    assert secrets_for_parsing(secrets) == {
        "DBT_ENV_SECRET_DB_LOGIN_USER": "floe",
        "DBT_ENV_SECRET_DB_LOGIN_PASSWORD": "hunter2",
    }
    monkeypatch.setenv("DB_LOGIN", '{"user": "floe"}')
    with (
        pytest.raises(SecretError, match=r'^secret "db-login" has no part "password"; it has user$'),
        secrets_in_environment(secrets),
    ):
        pass


def test_a_profile_without_a_platform_is_embedded(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: shop\nprofile: shop\n")
    folder = write_profile(tmp_path, None, {}, NAMES, tmp_path)
    profile = yaml.safe_load((folder / "profiles.yml").read_text())["shop"]
    assert profile["target"] == "dev"
    output = profile["outputs"]["dev"]
    assert (output["type"], output["path"]) == ("duckdb", str(tmp_path / ".floe/warehouse.duckdb"))
    assert [plugin["alias"] for plugin in output["plugins"]] == ["iceberg"]


def test_text_stays_text_where_dbt_reads_yaml_1_1(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: shop\nprofile: 'off'\n")
    texts = {"schema": "no", "host": "on", "user": "yes", "password": "190:20:30", "dbname": "012", "role": "1e3"}
    platform = {"compute": {"default": {"type": "postgres", "properties": texts}}}
    folder = write_profile(tmp_path, "no", platform, NAMES, tmp_path)
    profile = yaml.safe_load((folder / "profiles.yml").read_text())
    assert profile == {"off": {"target": "no", "outputs": {"no": {"type": "postgres", **texts}}}}


def test_a_database_file_named_by_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: shop\nprofile: shop\n")
    platform = {"compute": {"default": {"type": "duckdb", "properties": {"path": "${ENGINE}/x.duckdb"}}}}
    with pytest.raises(FloeLoadError) as caught:
        write_profile(tmp_path, None, platform, NAMES, tmp_path)
    assert str(caught.value) == (
        '"path" of the compute profile: the environment variable ENGINE is not set; platform.yaml needs it'
    )
    monkeypatch.setenv("ENGINE", "engines")
    folder = write_profile(tmp_path, None, platform, NAMES, tmp_path)
    output = yaml.safe_load((folder / "profiles.yml").read_text())["shop"]["outputs"]["dev"]
    assert output["path"] == str(tmp_path / "engines/x.duckdb")


FILES = {
    "pyproject.toml": "",
    "floe.yaml": (
        'name: shop\nversion: "1.0.0"\norchestration:\n  dbt: {manifest_path: target/manifest.json}\n'
        '  jobs: {all: {type: batch, selection: ["*"]}}\n'
    ),
    "platform.yaml": (
        "compute:\n  default:\n    type: duckdb\n    properties: {path: .floe/x.duckdb, threads: '${THREADS:2}'}\n"
        "    credentials: {settings: {memory_limit: {secret_ref: memory-limit}}}\n"
    ),
    "dbt_project.yml": "name: shop\nprofile: shop\nflags: {send_anonymous_usage_stats: false}\n",
    "models/one.sql": (
        "{{ config(materialized='table') }} select current_setting('memory_limit') as allowed, "
        "{{ target.threads }} as n"
    ),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    path = list(sys.path)
    yield tmp_path
    sys.path[:] = path


@pytest.mark.slow
def test_a_secret_reaches_dbt_when_it_runs_and_no_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    around = environment(project.parent / f"{project.name}-installed")
    compiled = subprocess.run(["floe", "compile"], cwd=project, env=around, capture_output=True, text=True, timeout=200)
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    definitions: Any = FloeDefinitions.from_compiled_artifacts(floe_file=project / "floe.yaml")
    job = definitions.get_repository_def().get_job("all")
    with dg.instance_for_test() as instance:
        failed = job.execute_in_process(instance=instance, raise_on_error=False)
        (event,) = [event for event in failed.all_events if event.is_step_failure]
        error = event.step_failure_data.error
        assert error.cause.message.strip() == (
            'floe_dagster.secrets.SecretError: secret "memory-limit" was not found: set the environment variable '
            "memory-limit or MEMORY_LIMIT, or mount the file /run/secrets/memory-limit"
        )
        monkeypatch.setenv("MEMORY_LIMIT", "333MiB")
        assert job.execute_in_process(instance=instance).success
    rows = definitions.resources["catalog"].read_table("main.one").to_pylist()
    assert rows == [{"allowed": "333.0 MiB", "n": 2}]
    assert "DBT_ENV_SECRET_MEMORY_LIMIT" not in os.environ
    assert "333MiB" not in (project / ".floe/dbt/profiles.yml").read_text()
