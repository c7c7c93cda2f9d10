"""The YAML, TOML and JSON blocks of the docs are what their pages say they are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from floe_lint.api import Options, lint
from floe_lint.settings.settings_files import SettingsFiles
from tests.docs.blocks import Block, blocks_of, name_of, pages
from tests.rule_cases import SHOP


def _blocks(language: str) -> list[tuple[str, Block]]:
    return [
        (name_of(page), block)
        for page in pages()
        for block in blocks_of(page.read_text(encoding="utf-8"))
        if block.language == language
    ]


def _place(item: object) -> str:
    return f"{item[0]}:{item[1].line}" if isinstance(item, tuple) else str(item)


_PROJECTS = [
    item
    for item in _blocks("yaml")
    if item[1].text.startswith(("name:", "orchestration:")) and "file" not in item[1].said
]


@pytest.mark.parametrize("item", _PROJECTS, ids=_place)
def test_a_project_has_no_error(item: tuple[str, Block], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(SHOP, tmp_path / "shop")
    text = item[1].text
    if text.startswith("orchestration:"):
        text = f'name: shop\nversion: "1.0.0"\n{text}'
    (folder / "floe.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    found = lint("floe.yaml", options=Options(use_configuration=False)).findings
    assert [one.message for one in found if one.severity == "error"] == []


@pytest.mark.parametrize("item", _blocks("yaml"), ids=_place)
def test_yaml_can_be_read(item: tuple[str, Block]) -> None:
    assert yaml.safe_load(item[1].text) is not None


@pytest.mark.parametrize("item", _blocks("toml"), ids=_place)
def test_toml_is_a_configuration(item: tuple[str, Block], tmp_path: Path) -> None:
    path = tmp_path / ("pyproject.toml" if "[tool.floe-lint" in item[1].text else "floe-lint.toml")
    path.write_text(item[1].text, encoding="utf-8")
    assert SettingsFiles().read(str(path)).path == str(path)


@pytest.mark.parametrize("item", _blocks("json"), ids=_place)
def test_json_can_be_read(item: tuple[str, Block]) -> None:
    assert isinstance(json.loads(item[1].text), dict)
