"""The keys that the files of a dbt project promise, held against the manifest that dbt writes for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from floe_lint.dbt.assets import dbt_assets
from floe_lint.dbt.manifest import Manifest
from floe_lint.dbt.model_files import promised_keys
from floe_lint.dbt.read_manifest import read_manifest

PROFILE = "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: 'w.duckdb'}\n"
PROJECT = "name: shop\nversion: '1.0'\nprofile: shop\n"
SELECT = "select 1 as id\n"

EVERYTHING = {
    "dbt_project.yml": PROJECT
    + """model-paths: [transform]
seed-paths: [lists]
snapshot-paths: [history]
models:
  shop:
    helpers:
      +materialized: ephemeral
      kept:
        +materialized: view
""",
    "transform/staging/stg_orders.sql": "select * from {{ source('raw', 'orders') }}\n",
    "transform/staging/stg_alias.sql": "{{ config(alias='renamed') }}\nselect * from {{ ref('stg_orders') }}\n",
    "transform/helpers/numbers.sql": SELECT,
    "transform/helpers/kept/days.sql": SELECT,
    "transform/helpers/table.sql": "{{ config(materialized='table') }}\n" + SELECT,
    "transform/inline.sql": '{{ config(materialized = "ephemeral") }}\n' + SELECT,
    "transform/in_yaml.sql": SELECT,
    "transform/in_python.py": "def model(dbt, session):\n    return dbt.ref('stg_orders')\n",
    "transform/dim_customers_v1.sql": SELECT,
    "transform/second.sql": SELECT,
    "transform/dim_customers.sql": SELECT,
    "transform/schema.yml": """version: 2
sources:
  - name: raw
    tables:
      - name: orders
models:
  - name: in_yaml
    config: {materialized: ephemeral}
  - name: dim_customers
    latest_version: 3
    versions:
      - v: 1
      - v: 2
        defined_in: second
        config: {alias: customers_of_old}
      - v: 3
  - name: stg_alias
    meta: {dagster: {asset_key: [staging, alias]}}
""",
    "lists/countries.csv": "code\nde\n",
    "history/orders.sql": "{% snapshot orders_history %}\n{{ config(unique_key='id', strategy='check',"
    " check_cols='all', target_schema='s') }}\nselect 1 as id\n{% endsnapshot %}\n",
    "history/customers.yml": "snapshots:\n  - name: customers_history\n    relation: ref('stg_orders')\n"
    "    config: {unique_key: id, strategy: check, check_cols: all}\n",
    "packages.yml": "packages:\n  - local: ../sales\n",
    "dbt_packages/sales/dbt_project.yml": "name: sales\nversion: '1.0'\nconfig-version: 2\n",
    "dbt_packages/sales/models/sales_orders.sql": SELECT,
}


def _write(folder: Path, files: Mapping[str, str]) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(folder)


def _keys(folder: Path, files: Mapping[str, str]) -> set[str] | None:
    found = promised_keys(_write(folder, files)).keys
    return None if found is None else set(found)


@pytest.mark.slow
def test_every_key_that_dbt_makes_is_promised(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    promised = _keys(folder, {**EVERYTHING, "profiles.yml": PROFILE})
    _write(tmp_path / "sales", {"dbt_project.yml": "name: sales\nversion: '1.0'\nconfig-version: 2\n"})
    dbt = Path(sys.executable).with_name("dbt")
    subprocess.run([str(dbt), "parse", "--profiles-dir", "."], cwd=folder, check=True, capture_output=True)
    manifest = read_manifest(folder / "target" / "manifest.json", 10_000_000)
    assert isinstance(manifest, Manifest)
    assets = dbt_assets(manifest)
    made = {asset.key for asset in assets.assets} | {source.key for source in assets.sources}
    assert promised is not None
    assert made <= promised
    # Files of versions, and names that were given up, are counted in case they are there.
    assert promised - made == {"dim_customers", "second", "stg_alias"}


@pytest.mark.parametrize(
    "files",
    [
        {"packages.yml": "packages:\n  - package: acme/sales\n    version: 1.0.0\n"},
        {"dependencies.yml": "packages:\n  - package: acme/sales\n    version: 1.0.0\n"},
        {"dbt_project.yml": PROJECT + "model-paths: [\"{{ env_var('MODELS') }}\"]\n"},
        {"dbt_project.yml": PROJECT + "models:\n  +meta:\n    dagster:\n      asset_key: [a]\n"},
        {"models/a.sql": "{{ config(meta={'dagster': {'asset_key': ['a', 'b']}}) }}\nselect 1 as id\n"},
        {"models/schema.yml": "sources: [\n"},
    ],
)
def test_what_the_files_do_not_tell_is_unknown(files: Mapping[str, str], tmp_path: Path) -> None:
    base = {"dbt_project.yml": PROJECT, "models/stg_orders.sql": SELECT}
    assert _keys(tmp_path / "known", base) == {"stg_orders"}
    assert _keys(tmp_path / "unknown", {**base, **files}) is None


def test_what_code_makes_of_a_model_is_no_reason_to_call_it_missing(tmp_path: Path) -> None:
    files = {
        "dbt_project.yml": PROJECT,
        "models/a.sql": "{{ config(materialized=var('how')) }}\nselect 1 as id\n",
        "models/b.sql": "{% if x %}{{ config(materialized='ephemeral') }}{% else %}"
        "{{ config(materialized='table') }}{% endif %}\nselect 1 as id\n",
        "models/c.sql": "{{ config(enabled=false) }}\nselect 1 as id\n",
        "models/notes.md": "no model\n",
    }
    assert _keys(tmp_path, files) == {"a", "b", "c"}


def test_a_folder_without_a_dbt_project_promises_nothing(tmp_path: Path) -> None:
    assert promised_keys(str(tmp_path)).keys is None
