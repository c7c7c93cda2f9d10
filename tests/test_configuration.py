"""Settings in pyproject.toml, in every way that TOML has to write a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.settings.configuration import Configuration
from floe_lint.settings.keys import Key, keys_of
from floe_lint.settings.settings_files import SettingsFiles


@pytest.mark.parametrize(
    "text",
    [
        "[tool.floe-lint]\nshow-info = true\n",
        "[ tool . floe-lint ]\nshow-info = true\n",
        "[tool.'floe-lint']\nshow-info = true\n",
        '["tool"."floe-lint"]\nshow-info = true\n',
        "[tool]\nfloe-lint = {show-info = true}\n",
        "[tool]\nx = 1\nfloe-lint.show-info = true\n",
        "  [ 'tool' ]\r\n\r\n[tool.floe-lint]\r\nshow-info = true\r\n",
        "tool.floe-lint.show-info = true\n",
        "tool = {floe-lint = {show-info = true}}\n",
    ],
)
def test_the_table_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text, newline="")
    assert SettingsFiles().read(str(path)) == Configuration(path=str(path), show_info=True)


def test_every_field_is_a_key_of_the_file_with_a_default_of_its_own() -> None:
    """But for where the settings come from."""
    fields = [name.replace("_", "-") for name in Configuration._fields]
    assert fields == ["path", *keys_of(Configuration), "origins"]
    assert not any(isinstance(value, Key) for value in Configuration())


@pytest.mark.parametrize(
    "text",
    ['[project]\ndependencies = ["floe-lint[dagster]"]\n', "[tool.other]\nx = 1\n", "[tool.other]\n# floe-lint\n"],
)
def test_without_a_table_there_are_only_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text)
    assert SettingsFiles().read(str(path)) == Configuration()
