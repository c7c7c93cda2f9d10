"""Where definitions lead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.lsp.client import ROOT, Editor, editor
from tests.lsp.conftest import ASSETS, FLOE, PLATFORM, at

SENSOR = "  sensors:\n    new: {type: asset_sensor, job: vacuum, watched_assets: [gold_orders]}\n"


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ("vacuum\n      cron", [("floe.yaml", 15, 4)]),
        ("daily\n  jobs", [("floe.yaml", 6, 4)]),
        ("default", [("platform.yaml", 1, 2)]),
        ("assets]", [("assets.py", 0, 0)]),
        ("ops.vacuum", [("ops.py", 0, 4)]),
        ("group:bronze", [("assets.py", 4, 4)]),
        ('gold_orders"', [("assets.py", 9, 4)]),
        ("[gold_orders]", [("assets.py", 9, 4)]),
        ("bronze_*", [("assets.py", 4, 4)]),
        ("Refreshes", []),
        ("UTC", []),
    ],
)
def test_a_name_leads_to_its_definition(
    there: Editor, floe: Path, wanted: str, places: list[tuple[str, int, int]]
) -> None:
    text = FLOE.replace("Europe/Berlin", "UTC") + SENSOR
    there.open(floe, text)
    assert there.definition(floe, *at(text, wanted, 1)) == places


def test_an_unsaved_definition_is_found(there: Editor, floe: Path) -> None:
    text = FLOE.replace("  partitions:", "  # one\n  # two\n  partitions:", 1)
    there.open(floe, text)
    assert there.definition(floe, *at(text, "daily\n  jobs")) == [("floe.yaml", 8, 4)]
    module = floe.parent / "assets.py"
    there.open(module)
    there.type(module, "# \U0001f600\n" + ASSETS)
    assert there.definition(floe, *at(text, "group:bronze")) == [("assets.py", 5, 4)]


def test_in_broken_text_definitions_are_found(there: Editor, floe: Path) -> None:
    there.open(floe)
    text = FLOE.replace("  schedules:", "  schedules")
    there.change(floe, text)
    assert there.definition(floe, *at(text, "group:bronze", 1)) == [("assets.py", 4, 4)]


def test_a_profile_leads_into_platform_yaml(there: Editor, floe: Path) -> None:
    there.open(floe)
    platform = floe.parent / "platform.yaml"
    there.open(platform)
    assert there.definition(platform, *at(PLATFORM, "storage_ref: archive", 14)) == [("platform.yaml", 2, 2)]


def test_a_model_leads_to_its_sql(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(ROOT / "examples" / "ecommerce", folder)
    floe = folder / "floe.yaml"
    text = floe.read_text(encoding="utf-8")
    with editor(folder) as there:
        there.open(floe)
        assert there.definition(floe, *at(text, "group:silver", 2)) == [
            ("models/silver/stg_customers.sql", 0, 0),
            ("models/silver/stg_orders.sql", 0, 0),
            ("seeds/silver/product_categories.csv", 0, 0),
        ]
        assert there.definition(floe, *at(text, "target/manifest", 2)) == [("target/manifest.json", 0, 0)]
