"""The kept pack: right after every change, whatever happens to the file."""

from __future__ import annotations

import marshal
import os
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from floe_lint.disk.cache_files import load
from floe_lint.judging.pack import load_check, load_pack, read_pack

RULE = """---
severity: error
since: "0.1.0"
tags: [test]
---

## What it does

{summary}
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of one rule, with a cache of its own."""
    monkeypatch.setenv("FLOE_LINT_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "pack"
    (folder / "cached-rule").mkdir(parents=True)
    (folder / "pack.yaml").write_text("name: test\n")
    (folder / "cached-rule" / "rule.md").write_text(RULE.format(summary="Checks one thing."))
    (folder / "cached-rule" / "cached_rule.py").write_text("def check(project):\n    return [1]\n")
    return folder


def _kept(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "cache").iterdir()
    return path


def test_what_is_kept_is_what_was_read(pack: Path, tmp_path: Path) -> None:
    first = load_pack(str(pack))
    assert load_pack(str(pack)) == first
    assert [rule._replace(compiled=None) for rule in first] == read_pack(str(pack))
    assert _kept(tmp_path).stat().st_mode & 0o777 == 0o600


def test_every_change_to_the_pack_is_seen(pack: Path) -> None:
    load_pack(str(pack))
    (pack / "cached-rule" / "rule.md").write_text(RULE.format(summary="Checks another thing."))
    assert load_pack(str(pack))[0].info.summary == "Checks another thing."
    (pack / "more").mkdir()
    (pack / "more" / "rule.md").write_text(RULE.format(summary="More."))
    (pack / "more" / "more.py").write_text("def check(project):\n    return []\n")
    assert [rule.info.id for rule in load_pack(str(pack))] == ["cached-rule", "more"]
    (pack / "cached-rule" / "cached_rule.py").write_text("def check(project):\n    return [2, 3]\n")
    assert load_check(load_pack(str(pack))[0])(None) == [2, 3]


def _with_checksum(content: Any) -> bytes:
    data = marshal.dumps(content)
    return crc32(data).to_bytes(4, "big") + data


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"garbage" * 100, marshal.dumps((1, 2)), _with_checksum((1, 2)), _with_checksum("x")]
)
def test_a_broken_file_is_read_anew(pack: Path, tmp_path: Path, content: bytes) -> None:
    rules = load_pack(str(pack))
    kept = _kept(tmp_path)
    kept.write_bytes(content)
    assert load_pack(str(pack)) == rules
    assert load(str(kept))[0][2] == str(pack)


def test_a_file_that_others_may_write_is_not_believed(pack: Path, tmp_path: Path) -> None:
    load_pack(str(pack))
    kept = _kept(tmp_path)
    key, rules = load(str(kept))
    hostile = compile("raise SystemExit('hostile')", "x", "exec")
    rules = [(*rule[:-1], marshal.dumps(hostile)) for rule in rules]
    kept.write_bytes(_with_checksum((key, rules)))
    kept.chmod(0o666)
    assert load_check(load_pack(str(pack))[0])(None) == [1]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    monkeypatch.setenv("FLOE_LINT_CACHE_DIR", str(tmp_path / "taken"))
    assert [rule.info.id for rule in load_pack(str(pack))] == ["cached-rule"]
    monkeypatch.setenv("FLOE_LINT_CACHE_DIR", "")
    assert [rule.info.id for rule in load_pack(str(pack))] == ["cached-rule"]
    assert not os.path.exists(tmp_path / "cache")
