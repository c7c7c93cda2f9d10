"""What the loader reads from platform.yaml is what the linter lets pass."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from floe_dagster import FloeDefinitions
from floe_dagster.observability.config import bound
from floe_lint.api import lint
from floe_lint.format.fields import fields_of
from floe_lint.format.platform_yaml import (
    CatalogProfile,
    ComputeProfile,
    Execution,
    Layer,
    PlatformObservability,
    StorageProfile,
)
from tests.docs.blocks import blocks_of
from tests.rule_cases import ROOT

REFERENCE = {"secret_ref": "lake"}


@pytest.mark.parametrize(
    ("storage", "warehouse"),
    [
        ({"type": "local", "path": "tables"}, "tables"),
        (
            {
                "type": "s3",
                "bucket": "lake",
                "prefix": "prod",
                "region": "eu-central-1",
                "endpoint": "http://minio:9000",
                "path_style_access": True,
                "credentials": REFERENCE,
            },
            "s3://lake/prod",
        ),
        (
            {"type": "gcs", "bucket": "lake", "prefix": "prod", "project_id": "acme", "credentials": REFERENCE},
            "gs://lake/prod",
        ),
        (
            {"type": "azure", "container": "lake", "account": "acme", "prefix": "prod", "credentials": REFERENCE},
            "abfss://lake@acme.dfs.core.windows.net/prod",
        ),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_storage(storage: dict[str, Any], warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE", "id:hunter2")
    definitions = _load(tmp_path, {"storage": {"default": storage}})
    found = definitions.resources["catalog"].iceberg_properties()["warehouse"]
    assert found == (str(tmp_path / warehouse) if "://" not in warehouse else warehouse)


def test_observability(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLECTOR", "Bearer hunter2")
    section = {
        "otlp_endpoint": "http://collector:4318",
        "lineage_endpoint": "http://marquez:5000",
        "namespace": "lakehouse",
        "headers": {"Authorization": {"secret_ref": "collector"}, "x-team": "core"},
        "attributes": {"env": "prod"},
    }
    _load(tmp_path, {"observability": section})
    plan = bound()
    assert (plan.otlp_endpoint, plan.lineage_endpoint) == ("http://collector:4318", "http://marquez:5000")
    assert (plan.namespace, plan.attributes) == ("lakehouse", (("env", "prod"),))
    assert plan.resolved_headers() == {"Authorization": "Bearer hunter2", "x-team": "core"}


@pytest.mark.parametrize("page", ["docs/reference/platform.md", "docs/how-to/deploy.md"])
def test_the_blocks_of_the_docs_are_clean(page: str, tmp_path: Path) -> None:
    (tmp_path / "floe.yaml").write_text('name: shop\nversion: "1.0.0"\n')
    shown = [block.text for block in blocks_of((ROOT / page).read_text(encoding="utf-8")) if block.language == "yaml"]
    assert shown
    for text in shown:
        (tmp_path / "platform.yaml").write_text(text)
        assert lint(str(tmp_path / "floe.yaml")).findings == ()


@pytest.mark.parametrize(
    ("section", "model"),
    [
        ("storage", StorageProfile),
        ("catalogs", CatalogProfile),
        ("compute", ComputeProfile),
        ("layers", Layer),
        ("observability", PlatformObservability),
        ("execution", Execution),
    ],
)
def test_the_reference_names_every_key(section: str, model: Any) -> None:
    page = (ROOT / "docs/reference/platform.md").read_text(encoding="utf-8")
    table = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert {key.strip("` ") for row in rows for key in row.split(",")} == set(fields_of(model))


def _load(folder: Path, platform: dict[str, Any]) -> Any:
    (folder / "floe.yaml").write_text('name: shop\nversion: "1.0.0"\n')
    (folder / "platform.yaml").write_text(yaml.safe_dump(platform))
    assert lint(str(folder / "floe.yaml")).findings == ()
    return FloeDefinitions.from_compiled_artifacts(floe_file=folder / "floe.yaml")
