"""The public names of Dagster and of the loader, and the imports that are suggested for them."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import dagster
import pytest

import floe_dagster
from floe_lint.dagster.exports import EXPORTS
from floe_lint.dagster.former_names import REPLACED
from floe_lint.python import loader_exports
from floe_lint.python.imported_first import LIBRARIES, STANDARD
from floe_lint.python.known_imports import known_import
from scripts.dagster_exports import TABLE, table


def test_the_table_of_exports_is_that_of_the_installed_dagster() -> None:
    assert TABLE.read_text(encoding="utf-8") == table()


def test_former_names_are_gone_and_what_took_their_place_is_there() -> None:
    assert [name for name in REPLACED if hasattr(dagster, name)] == []
    assert [name for name in REPLACED.values() if not hasattr(dagster, name)] == []


def test_exports_of_the_loader_are_those_that_it_has() -> None:
    assert set(floe_dagster.__all__) == set(loader_exports.HOMES)
    assert {module.name for module in pkgutil.iter_modules(floe_dagster.__path__)} == loader_exports.MODULES
    assert all(hasattr(floe_dagster, name) for name in floe_dagster.__all__)


@pytest.mark.slow
def test_modules_that_win_over_those_of_a_project_are_imported_by_the_loader() -> None:
    code = "import sys, json\nfrom floe_dagster import FloeDefinitions\nprint(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {*STANDARD, *LIBRARIES} - set(json.loads(ran.stdout)) == set()
    assert sys.stdlib_module_names >= STANDARD


@pytest.mark.parametrize(
    ("name", "attribute", "statement"),
    [
        ("AssetExecutionContext", None, "from dagster import AssetExecutionContext"),
        ("MaterializeResult", None, "from dagster import MaterializeResult"),
        ("asset", None, "from dagster import asset"),
        ("dg", "asset", "import dagster as dg"),
        ("dagster", "asset", "import dagster"),
        ("floe_asset", None, "from floe_dagster import floe_asset"),
        ("CatalogResource", None, "from floe_dagster.resources import CatalogResource"),
        ("dbt_assets", None, "from dagster_dbt import dbt_assets"),
        ("pd", "DataFrame", "import pandas as pd"),
        ("Dict", None, "from typing import Dict"),
        ("Enum", None, "from enum import Enum"),
        ("datetime", None, "from datetime import datetime"),
        ("datetime", "now", "from datetime import datetime"),
        ("datetime", "timedelta", "import datetime"),
        ("os", "getenv", "import os"),
        ("os", None, None),
        ("time", None, None),
        ("config", None, None),
        ("Field", None, None),
        ("version", None, None),
        ("nothing_like_it", None, None),
    ],
)
def test_known_imports(name: str, attribute: str | None, statement: str | None) -> None:
    found = known_import(name, attribute)
    assert (found and found.statement) == statement


def test_known_imports_work() -> None:
    """Those of Dagster, the loader and the standard library, whatever name is asked for."""
    for name in EXPORTS | set("Any Counter Path UUID ZoneInfo dataclass floe_asset CatalogResource".split()):
        found = known_import(name, None)
        if found is not None and found.module != "enum":
            exec(found.statement, {})
