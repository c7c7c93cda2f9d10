"""A manifest is stale when a model file is newer by more than the slack."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from floe_lint.dbt.age import SLACK_NS, is_older_than_models

PARSED = 1_700_000_000_000_000_000
"""When the manifest was written, in nanoseconds."""


def write(path: Path, nanoseconds_later: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, ns=(PARSED, PARSED + nanoseconds_later))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "target" / "manifest.json"
    write(path, 0)
    write(tmp_path / "dbt_project.yml", -SLACK_NS)
    write(tmp_path / "models" / "silver" / "old.sql", -1)
    return path


def test_a_fresh_manifest_is_not_older(tmp_path: Path, manifest: Path) -> None:
    write(tmp_path / "models" / "same_moment.sql", SLACK_NS)
    assert is_older_than_models(manifest, tmp_path) is None


@pytest.mark.parametrize(
    "path",
    [
        "models/a.sql",
        "models/deep/er/a.yml",
        "models/a.yaml",
        "models/a.py",
        "seeds/a.yml",
        "snapshots/a.sql",
        "dbt_project.yml",
    ],
)
def test_a_newer_source_is_named(tmp_path: Path, manifest: Path, path: str) -> None:
    write(tmp_path / path, SLACK_NS + 1)
    assert is_older_than_models(manifest, tmp_path) == path


@pytest.mark.parametrize(
    "path",
    [
        "models/readme.md",
        "seeds/rows.csv",
        "models/dbt_packages/p/a.sql",
        "models/target/run/a.sql",
        "models/.hidden/a.sql",
        "analyses/a.sql",
        "target/compiled/a.sql",
    ],
)
def test_other_files_do_not_count(tmp_path: Path, manifest: Path, path: str) -> None:
    write(tmp_path / path, SLACK_NS + 1)
    assert is_older_than_models(manifest, tmp_path) is None


def test_the_newest_is_named_and_ties_go_by_name(tmp_path: Path, manifest: Path) -> None:
    write(tmp_path / "models" / "c.sql", SLACK_NS + 1)
    write(tmp_path / "models" / "b.sql", SLACK_NS + 2)
    write(tmp_path / "models" / "a.sql", SLACK_NS + 1)
    assert is_older_than_models(manifest, tmp_path) == "models/b.sql"
    write(tmp_path / "models" / "a.sql", SLACK_NS + 2)
    assert is_older_than_models(manifest, tmp_path) == "models/a.sql"


def test_folders_can_be_the_projects_own(tmp_path: Path, manifest: Path) -> None:
    write(tmp_path / "dbt" / "sql" / "a.sql", SLACK_NS + 1)
    assert is_older_than_models(manifest, tmp_path) is None
    assert is_older_than_models(manifest, tmp_path, ("dbt/sql",)) == "dbt/sql/a.sql"


def test_virtual_environments_and_links_to_folders_are_not_entered(tmp_path: Path, manifest: Path) -> None:
    write(tmp_path / "models" / "env" / "pyvenv.cfg", 0)
    write(tmp_path / "models" / "env" / "lib" / "a.py", SLACK_NS + 1)
    (tmp_path / "models" / "loop").symlink_to(tmp_path / "models")
    write(tmp_path / "outside" / "a.sql", SLACK_NS + 1)
    (tmp_path / "models" / "outside").symlink_to(tmp_path / "outside")
    assert is_older_than_models(manifest, tmp_path) is None


def test_what_is_not_there_is_not_newer(tmp_path: Path, manifest: Path) -> None:
    write(tmp_path / "models" / "a.sql", SLACK_NS + 1)
    assert is_older_than_models(tmp_path / "nowhere.json", tmp_path) is None
    assert is_older_than_models(manifest, tmp_path / "nowhere") is None
    assert is_older_than_models("a\0b", tmp_path) is None
    assert is_older_than_models(manifest, "a\0b") is None
