"""Which files a file watcher looks at."""

from __future__ import annotations

import json
import os
from pathlib import Path

import dagster as dg
import pytest

from floe_dagster.loading.sensors import file_watcher
from floe_dagster.loading.watched_files import watched_files
from floe_lint.format.floe_yaml import Orchestration
from tests.format.projects import declared

FILES = ("a.csv", "b.txt", "[", "x*y", ".hidden.csv", "sub/a.csv", "sub/deep/b.csv", "in/sub.csv/c.csv", "a{b}.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "incoming"
    for name in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "beside.csv").write_text("beside")
    os.symlink(root, root / "sub" / "ring")
    os.symlink(root / "nowhere", root / "broken.csv")
    return root


CSV = {"a.csv", ".hidden.csv", "a{b}.csv"}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.csv", CSV),
        ("./*.csv", CSV),
        ("**/*.csv", {*CSV, "sub/a.csv", "sub/deep/b.csv", "in/sub.csv/c.csv"}),
        ("**/**/*.csv", {*CSV, "sub/a.csv", "sub/deep/b.csv", "in/sub.csv/c.csv"}),
        ("**", set(FILES)),
        ("sub/**", {"sub/a.csv", "sub/deep/b.csv"}),
        ("sub/*.csv", {"sub/a.csv"}),
        ("sub/ring/b.*", {"sub/ring/b.txt"}),
        ("sub/a.csv", {"sub/a.csv"}),
        ("*/*/b.csv", {"sub/deep/b.csv"}),
        ("../*.csv", {"../beside.csv"}),
        ("[ab].*", {"a.csv", "b.txt"}),
        ("[!a].*", {"b.txt"}),
        ("[", {"["}),
        ("x[*]y", {"x*y"}),
        ("{a,sub/a}.csv", {"a.csv", "sub/a.csv"}),
        ("nowhere/*.csv", set()),
        ("*.csv/x", set()),
        ("[b-a]", set()),
        # What lint refuses finds something or nothing, but never stops a sensor.
        ("**.csv", CSV),
        ("a**v", {"a.csv", "a{b}.csv"}),
        ("..", set()),
        ("", set()),
        ("sub\\a.csv", set()),
        ("a\0", set()),
    ],
)
def test_the_files_of_a_pattern(folder: Path, pattern: str, expected: set[str]) -> None:
    assert {path for path, _ in watched_files(str(folder), pattern)} == expected


def test_the_signature_is_time_and_size(folder: Path) -> None:
    os.utime(folder / "b.txt", ns=(5, 7))
    assert list(watched_files(str(folder), "b.txt")) == [("b.txt", [7, 5])]


def test_a_path_that_is_a_file(folder: Path) -> None:
    assert [path for path, _ in watched_files(str(folder / "a{b}.csv"), "*.txt")] == ["a{b}.csv"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert list(watched_files(str(tmp_path / "later"), "**/*.csv")) == []


@pytest.mark.parametrize("pattern", ["**", "**.csv", "../*.csv", "["])
def test_every_pattern_ticks(folder: Path, pattern: str) -> None:
    text = json.dumps({"arrivals": {"type": "file_watcher", "job": "load", "path": str(folder), "pattern": pattern}})
    entry = declared(Orchestration, "sensors: " + text).sensors["arrivals"]
    context = dg.build_sensor_context(sensor_name="arrivals")
    result = file_watcher(entry, str(folder)).evaluate_tick(context)
    assert result.run_requests == []
    assert "files are looked at once more before they run" in (result.skip_message or "")
