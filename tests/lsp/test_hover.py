"""What a hover says."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
from lsprotocol import types

from floe_lint.lsp.hover import hover
from floe_lint.lsp.projects import Projects
from floe_lint.lsp.protocol_positions import Positions
from tests.lsp.client import Editor
from tests.lsp.conftest import FLOE, PLATFORM, at

SELECTS_UPSTREAM = FLOE.replace('["group:bronze", "gold_orders"]', '["+gold_orders"]')
BRONZE = """\
asset `bronze_orders`

defined in Python, group `bronze`, partitions `daily`

owned by team:sales

materialized by `refresh`"""
GOLD = """\
asset `gold_orders`

defined in Python, group `gold`

depends on `bronze_orders`

materialized by `refresh`"""


@pytest.mark.parametrize(
    ("text", "wanted", "said"),
    [
        (FLOE, "group:bronze", "`group:bronze` selects 1 asset\n\n- `bronze_orders`"),
        (
            SELECTS_UPSTREAM,
            "gold_orders",
            "`+gold_orders` selects 2 assets\n\n- `bronze_orders`\n- `gold_orders`\n\n---\n\n" + GOLD,
        ),
        (
            FLOE,
            "refresh:",
            (
                "batch job `refresh`\n\nRefreshes everything.\n\n"
                "materializes 2 assets\n\n- `bronze_orders`\n- `gold_orders`"
            ),
        ),
        (FLOE, "vacuum\n      cron", "ops job `vacuum`\n\ncalls `ops.vacuum`\n\nrun by schedule `nightly`"),
        (
            FLOE,
            "daily\n  jobs",
            (
                "time_window partitions `daily`\n\nfrom `2024-01-01`, cron `0 0 * * *` in UTC\n\n"
                "used by 1 asset\n\n- `bronze_orders`"
            ),
        ),
        (FLOE, "bronze_*", "`bronze_*` matches 1 asset\n\n- `bronze_orders`"),
        (FLOE, "default", "storage profile `default` of type `local`"),
        (FLOE, "timezone", "`timezone`: The time zone of the cron.\n\ndefault `UTC`"),
        (FLOE, "type: ops", "`type`: A job that calls a function.\n\none of `ops`"),
        (FLOE, "orchestration", "`orchestration`: What is run, when, and on what."),
        (
            FLOE.replace("storage: default", "service_account: loader"),
            "service_account",
            "`service_account`: The account that the project runs as. Accepted, not used.",
        ),
        (FLOE.replace("name: shop", "name: shop  # just a shop"), "just a", None),
    ],
)
def test_what_stands_there_is_told(there: Editor, floe: Path, text: str, wanted: str, said: str | None) -> None:
    there.open(floe, text)
    assert there.hover(floe, *at(text, wanted, 1)) == said


def test_a_watched_asset_is_told(there: Editor, floe: Path) -> None:
    sensor = "  sensors:\n    new: {type: asset_sensor, job: vacuum, watched_assets: [bronze_orders]}\n"
    text = FLOE + sensor
    there.open(floe, text)
    assert there.hover(floe, *at(text, "[bronze_orders]", 1)) == BRONZE


def test_a_profile_of_platform_yaml_is_told(there: Editor, floe: Path) -> None:
    there.open(floe)
    platform = floe.parent / "platform.yaml"
    there.open(platform)
    assert there.hover(platform, *at(PLATFORM, "storage_ref: archive", 14)) == "storage profile `archive` of type `s3`"
    assert there.hover(platform, *at(PLATFORM, "bucket", 1)) == "`bucket`: The bucket."


def test_a_finding_brings_the_page_of_its_rule(there: Editor, floe: Path) -> None:
    text = FLOE.replace("job: vacuum", "job: vacum")
    there.open(floe, text)
    said = there.hover(floe, *at(text, "vacum", 1))
    assert said is not None
    page = (Path(__file__).parent.parent.parent / "rules" / "job-not-found" / "rule.md").read_text(encoding="utf-8")
    assert said == f"**job-not-found** (error)\n\n{page.split('---', 2)[2].strip()}"


def test_a_finding_of_a_module_brings_its_page_too(there: Editor, floe: Path) -> None:
    there.open(floe)
    module = floe.parent / "assets.py"
    text = "from dagster import asset\n\n@asset(owners=['nobody'])\ndef bronze_orders(): ...\n"
    there.open(module, text)
    assert [one.code for one in there.diagnostics(module)] == ["refused-label"]
    found = there.diagnostics(module)[0]
    said = there.hover(module, found.line, found.start)
    assert said is not None
    assert said.startswith("**refused-label** (error)\n\n## What it does\n")


def test_in_broken_text_the_last_names_are_known(there: Editor, floe: Path) -> None:
    there.open(floe)
    text = FLOE.replace("  schedules:", "  schedules")
    there.change(floe, text)
    assert there.hover(floe, *at(text, "group:bronze", 1)) == "`group:bronze` selects 1 asset\n\n- `bronze_orders`"


NOW = datetime(2026, 3, 27, 12, tzinfo=timezone.utc)
"""A Friday before the clocks change in Berlin."""


@pytest.mark.parametrize(
    ("cron", "zone", "said"),
    [
        (
            "30 4 * * 1-5",
            "Europe/Berlin",
            (
                "Monday to Friday at 04:30; next in Europe/Berlin:\n\n"
                "- Mon 2026-03-30 04:30 CEST\n- Tue 2026-03-31 04:30 CEST\n- Wed 2026-04-01 04:30 CEST"
            ),
        ),
        (
            "0 12 * * *",
            "Europe/Berlin",
            (
                "every day at 12:00; next in Europe/Berlin:\n\n"
                "- Sat 2026-03-28 12:00 CET\n- Sun 2026-03-29 12:00 CEST\n- Mon 2026-03-30 12:00 CEST"
            ),
        ),
        ("0 0 31 4 *", "UTC", None),
        ("0 25 * * *", "UTC", None),
        ("0 12 * * *", "Nowhere/Else", None),
        ("${CRON}", "UTC", None),
    ],
)
def test_a_cron_tells_its_next_three_runs(floe: Path, cron: str, zone: str, said: str | None) -> None:
    text = FLOE.replace("30 4 * * 1-5", cron).replace("Europe/Berlin", zone)
    projects = Projects()
    projects.open(str(floe), text)
    projects.lint(str(floe))
    positions = Positions(text)
    place = positions.position(text.index(f'"{cron}"\n      timezone') + 2)
    found = hover(projects.view(str(floe)), [], str(floe), positions, place, NOW)
    assert (None if found is None else found.contents) == (
        None if said is None else types.MarkupContent(types.MarkupKind.Markdown, said)
    )
