"""What is offered while someone types."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.client import Editor, applied
from tests.lsp.conftest import FLOE, PLATFORM

SENSOR = "  sensors:\n    new: {type: asset_sensor, job: vacuum, watched_assets: [^]}\n"
WATCHER = "  sensors:\n    new: {type: run_status, job: vacuum, watched_jobs: [^]}\n"
ASSETS = ["bronze_orders", "gold_orders"]
SELECTABLE = [
    *ASSETS,
    "group:bronze",
    "group:gold",
    "owner:team:sales",
    *("asset:", "key:", "group:", "tag:", "owner:", "kind:", "is:"),
]
SCHEDULE_KEYS = ["job", "cron_schedule", "timezone", "enabled", "partition_selector", "description"]


def _complete(there: Editor, path: Path, marked: str) -> list[types.CompletionItem]:
    """The completions at the ``^`` of a text."""
    index = marked.index("^")
    text = marked[:index] + marked[index + 1 :]
    there.change(path, text)
    return there.complete(path, text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1))


@pytest.mark.parametrize(
    ("marked", "labels"),
    [
        (FLOE.replace("job: vacuum", "job: ^"), ["refresh", "vacuum"]),
        (FLOE.replace("job: vacuum", "job: vac^uum"), ["refresh", "vacuum"]),
        (FLOE.replace("partitions: daily", "partitions: ^"), ["daily"]),
        (FLOE.replace("partitions: daily", "group_name: ^"), ["bronze", "gold"]),
        (FLOE.replace("storage: default", "storage: ^"), ["default", "archive"]),
        (FLOE.replace('"gold_orders"]', '"^"]'), SELECTABLE),
        (FLOE.replace('"gold_orders"]', '"+go^ and x"]'), SELECTABLE),
        (FLOE.replace('["group:bronze", "gold_orders"]', "\n        - ^"), SELECTABLE),
        (FLOE + SENSOR, ASSETS),
        (FLOE + WATCHER, ["refresh", "vacuum"]),
        (FLOE.replace("type: ops", "type: ^"), ["batch", "ops"]),
        (FLOE.replace("      timezone: Europe/Berlin", "      enabled: ^"), ["true", "false"]),
        (FLOE.replace("      timezone: Europe/Berlin", "      partition_selector: ^"), ["latest", "all"]),
        (
            FLOE.replace("      job: vacuum\n", "      ^\n"),
            [key for key in SCHEDULE_KEYS if key not in ("cron_schedule", "timezone")],
        ),
        (
            FLOE.replace("      timezone: Europe/Berlin\n", "      ti^"),
            [key for key in SCHEDULE_KEYS if key not in ("job", "cron_schedule")],
        ),
        (
            FLOE.replace("      target_function: ops.vacuum\n", "      ^\n"),
            ["target_function", "args", "description", "tags"],
        ),
        (FLOE.replace("  schedules:", "  sched^"), ["dbt", "schedules", "sensors", "backfills"]),
        (FLOE.replace("  jobs:", "  ^\n  jobs:"), ["dbt", "sensors", "backfills"]),
        (FLOE.replace('"bronze_*":', "^"), ASSETS),
        ("transforms:\n  - ^\n", ["type", "path", "target"]),
        ("transforms:\n  - type: dbt\n    ^\n", ["path", "target"]),
        ("name: shop  # ^", []),
        ("name: ^", []),
    ],
)
def test_what_fits_is_offered(there: Editor, floe: Path, marked: str, labels: list[str]) -> None:
    there.open(floe)
    assert [item.label for item in _complete(there, floe, marked)] == labels


@pytest.mark.parametrize(
    ("marked", "label", "line"),
    [
        ("      job: ^", "vacuum", "      job: vacuum"),
        ("      job: re^fresh  # daily", "vacuum", "      job: vacuum  # daily"),
        ('      job: "re^"', "vacuum", '      job: "vacuum"'),
        ('      job: "re^', "vacuum", '      job: "vacuum'),
        ("      cr^", "timezone", "      timezone: "),
        ("      cr^: 1", "timezone", "      timezone: 1"),
        ("      t^", "timezone", "      timezone: "),
    ],
)
def test_a_completion_replaces_what_is_typed(there: Editor, floe: Path, marked: str, label: str, line: str) -> None:
    there.open(floe)
    before = FLOE.split("      job: vacuum")[0]
    text = (before + marked).replace("^", "")
    (item,) = [item for item in _complete(there, floe, before + marked) if item.label == label]
    assert isinstance(item.text_edit, types.TextEdit)
    assert applied(text, [item.text_edit]) == before + line


@pytest.mark.parametrize(
    ("selection", "label", "result"),
    [
        ('["gr^"]', "group:gold", '["group:gold"]'),
        ('["+go^ and x"]', "gold_orders", '["+gold_orders and x"]'),
        ("[go^]", "gold_orders", "[gold_orders]"),
        ("[^", "group:gold", "[group:gold"),
    ],
)
def test_within_a_selection_one_name_is_replaced(
    there: Editor, floe: Path, selection: str, label: str, result: str
) -> None:
    there.open(floe)
    before = FLOE.split('["group:bronze"')[0]
    (item,) = [item for item in _complete(there, floe, before + selection) if item.label == label]
    assert isinstance(item.text_edit, types.TextEdit)
    assert applied((before + selection).replace("^", ""), [item.text_edit]) == before + result


def test_a_key_brings_its_description(there: Editor, floe: Path) -> None:
    there.open(floe)
    items = _complete(there, floe, FLOE.replace("      timezone: Europe/Berlin\n", "      ^"))
    (item,) = [item for item in items if item.label == "timezone"]
    assert item.documentation == types.MarkupContent(types.MarkupKind.Markdown, "The time zone of the cron.")
    assert item.kind == types.CompletionItemKind.Property


def test_profiles_are_offered_in_platform_yaml(there: Editor, floe: Path) -> None:
    there.open(floe)
    platform = floe.parent / "platform.yaml"
    there.open(platform)
    marked = PLATFORM.replace("storage_ref: archive", "storage_ref: ^")
    assert [item.label for item in _complete(there, platform, marked)] == ["default", "archive"]
    marked = PLATFORM.replace("{type: s3", "{type: ^")
    assert [item.label for item in _complete(there, platform, marked)] == ["s3", "gcs", "azure", "local"]
