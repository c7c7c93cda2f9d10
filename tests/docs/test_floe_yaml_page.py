"""The page of floe.yaml has every key."""

from __future__ import annotations

import re

import pytest

from docs_site.floe_yaml_page import floe_yaml_page, table
from floe_lint.format.fields import boolean
from floe_lint.json_schema import json_schema

PAGE = floe_yaml_page()
SECTIONS = dict(re.findall(r"^##+ (\S.*)\n\n((?:(?!^##).*\n?)*)", PAGE, re.MULTILINE))


def _keys(text: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


def test_the_page_names_every_key_of_the_schema() -> None:
    schema = json_schema("floe")
    written = {*schema["properties"]}
    for definition in schema["$defs"].values():
        written |= {*definition["properties"]}
    assert set(_keys(PAGE)) | {"type"} == written


def test_a_section_has_its_keys_in_their_order() -> None:
    assert _keys(SECTIONS["orchestration.schedules.NAME"]) == [
        *("job", "cron_schedule", "timezone", "enabled", "partition_selector", "description"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "`timezone` | text; `UTC` unless given | The time zone of the cron.",
        "`batch_size` | a whole number from 1; `1` unless given | How many partitions are materialized at a time.",
        "`enabled` | true or false; `true` unless given | Whether the schedule is on when it is first deployed.",
        "`status` | `SUCCESS`, `FAILURE`, `STARTED` or `CANCELED`, required | The status that a run must reach.",
        "`attributes` | by name: text, a number or true or false | Attributes put on every trace.",
        "`jobs` | by name: keys, below | Jobs by name.",
    ],
)
def test_a_row_says_what_a_key_takes(row: str) -> None:
    assert f"| {row} |" in PAGE.splitlines()


def test_what_nothing_reads_is_said_to_be_accepted() -> None:
    lit = boolean("Whether there is light.").unused()
    assert table({"lit": lit}).splitlines()[-1] == (
        "| `lit` | true or false | Whether there is light. Accepted, not used. |"
    )


def test_each_kind_has_a_table_of_its_own() -> None:
    assert re.findall(r"^### type: (\w+)$", PAGE, re.MULTILINE) == [
        *("time_window", "static", "multi", "dynamic"),
        *("time_window", "static", "dynamic"),
        *("batch", "ops"),
        *("file_watcher", "asset_sensor", "run_status", "custom"),
    ]
