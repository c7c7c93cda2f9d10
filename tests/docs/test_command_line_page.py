"""The page of the command line has every command and every option that ``--help`` prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs_site.command_line import command_line_page
from tests.docs.blocks import blocks_of
from tests.docs.session import run_blocks

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_OF_EVERY_COMMAND = {"--help"}


def _sections() -> dict[str, str]:
    """The text below each heading that is a command."""
    parts = re.split(r"^##+ (floe .*)$", command_line_page(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_commands_are_those_of_help(tmp_path: Path) -> None:
    page = "```console\n$ floe --help\n$ floe baseline --help\n```\n"
    shown = re.compile(r"^│ ([a-z][a-z-]*)  ", re.MULTILINE)
    top, inner = run_blocks(blocks_of(page), tmp_path)
    listed = [f"floe {name}" for name in shown.findall(top.output)]
    listed += [f"floe baseline {name}" for name in shown.findall(inner.output)]
    assert sorted(_sections()) == sorted(listed)


@pytest.mark.parametrize("command", sorted(_sections()))
def test_the_options_are_those_of_help(command: str, tmp_path: Path) -> None:
    (ran,) = run_blocks(blocks_of(f"```console\n$ {command} --help\n```\n"), tmp_path)
    assert ran.code == 0
    assert set(_OPTION.findall(_sections()[command])) | _OF_EVERY_COMMAND == set(_OPTION.findall(ran.output))
