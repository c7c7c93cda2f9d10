"""A small project to edit, and an editor that has it open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Editor, editor

FLOE = """\
name: shop
version: "1.0.0"
storage: default
orchestration:
  asset_modules: [assets]
  partitions:
    daily: {type: time_window, start: "2024-01-01", cron_schedule: "0 0 * * *"}
  assets:
    "bronze_*":
      partitions: daily
  jobs:
    refresh:
      type: batch
      selection: ["group:bronze", "gold_orders"]
      description: Refreshes everything.
    vacuum:
      type: ops
      target_function: ops.vacuum
  schedules:
    nightly:
      job: vacuum
      cron_schedule: "30 4 * * 1-5"
      timezone: Europe/Berlin
"""
PLATFORM = """\
storage:
  default: {type: local}
  archive: {type: s3, bucket: archive}
layers:
  bronze: {storage_ref: archive}
"""
ASSETS = """\
from dagster import asset


@asset(group_name="bronze", owners=["team:sales"])
def bronze_orders():
    return 1


@asset(group_name="gold", deps=["bronze_orders"])
def gold_orders():
    return 2
"""
OPS = """\
def vacuum():
    pass
"""


def write_project(folder: Path) -> Path:
    """The project in a folder; returns its floe.yaml."""
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    (folder / "platform.yaml").write_text(PLATFORM)
    (folder / "assets.py").write_text(ASSETS)
    (folder / "ops.py").write_text(OPS)
    (folder / "floe.yaml").write_text(FLOE)
    return folder / "floe.yaml"


@pytest.fixture
def floe(tmp_path: Path) -> Path:
    return write_project(tmp_path / "shop")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor for all tests, as its server takes longer to start than to answer."""
    folder = tmp_path_factory.mktemp("editor") / "empty"
    folder.mkdir()
    with editor(folder) as started:
        yield started


@pytest.fixture
def there(shared: Editor) -> Iterator[Editor]:
    """The editor with nothing open."""
    yield shared
    shared.close_all()


def at(text: str, wanted: str, offset: int = 0) -> tuple[int, int]:
    """The line and column (from 0) of the first occurrence of a text, so many characters further."""
    index = text.index(wanted) + offset
    return text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1)
