"""Every command in the docs is run, and prints what its page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import agrees, blocks_of, commands_of, name_of, pages
from tests.docs.session import run_blocks

NOT_RUN = {
    (
        "README.md",
        "make demo    # sets up, lints the example project, then a broken copy of it, compiles and runs it",
    ): "sets up a virtual environment from the package index",
    ("README.md", "make test    # sets up and runs all tests"): "sets up a virtual environment from the package index",
    ("README.md", "pip install floe-lint"): "installs from the package index",
    ("docs/tutorial.md", 'pip install "floe-lint[dagster]"'): "installs from the package index",
    ("docs/tutorial.md", "pre-commit install"): "installs the hook from the package index at the first commit",
    ("docs/tutorial.md", "dagster dev -f definitions.py"): "starts a server that does not end",
    ("docs/how-to/deploy.md", "dagster-daemon run"): "starts servers that do not end",
    ("docs/how-to/deploy.md", "dagster-webserver --host 0.0.0.0"): "starts servers that do not end",
    ("docs/how-to/pre-commit.md", "pip install pre-commit"): "installs from the package index",
    ("docs/how-to/pre-commit.md", "pre-commit install"): "installs from the package index",
    ("docs/how-to/editors.md", 'pip install "floe-lint[lsp]"'): "installs from the package index",
    (
        "docs/how-to/pre-commit.md",
        "pre-commit run floe-lint --all-files",
    ): "installs from the package index",
    (
        "CONTRIBUTING.md",
        ".venv/bin/python scripts/freeze.py write ../frozen    # every case, the examples, 2,000 generated projects",
    ): "writes and lints thousands of projects, which takes minutes",
    (
        "CONTRIBUTING.md",
        ".venv/bin/python scripts/freeze.py compare ../frozen",
    ): "writes and lints thousands of projects, which takes minutes",
    (
        "docs/explanation/how-it-is-proved.md",
        "make test-all                      # 200 of them, the same every time",
    ): "sets up a virtual environment, and takes minutes",
    (
        "docs/explanation/how-it-is-proved.md",
        "make oracle COUNT=5000 SEED=7      # as many as one likes",
    ): "sets up a virtual environment, and takes minutes",
    (
        "docs/explanation/how-it-is-proved.md",
        "make fuzz TIME=600                 # seconds for each reader",
    ): "sets up a virtual environment, and takes minutes",
    (
        "docs/explanation/when-dagster-moves.md",
        "make mirror                   # the newest Dagster that pyproject.toml allows",
    ): "sets up a virtual environment, and takes minutes",
    (
        "docs/explanation/when-dagster-moves.md",
        "make mirror DAGSTER=1.13.29   # this one, also where its integrations do not follow yet",
    ): "sets up a virtual environment, and takes minutes",
    ("docs/explanation/when-dagster-moves.md", ".venv/bin/python -m tests.mirror"): "takes minutes",
}
"""The commands that are not run, with the reason that their page gives."""

_WITH_COMMANDS = [page for page in pages() if "```console" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", _WITH_COMMANDS, ids=name_of)
@pytest.mark.slow
def test_commands_do_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    ran = run_blocks(blocks_of(page.read_text(encoding="utf-8")), tmp_path)
    wrong = [
        f"{name_of(page)}:{one.line}: $ {one.command.text}\nexit code {one.code}, the page says {one.expected_code}\n"
        f"{one.output}"
        for one in ran
        if not one.agrees
    ]
    assert wrong == []


def test_what_is_not_run_is_known() -> None:
    stated = {
        (name_of(page), command.text): block.said["not run"]
        for page in pages()
        for block in blocks_of(page.read_text(encoding="utf-8"))
        if block.language == "console" and "not run" in block.said
        for command in commands_of(block)
    }
    assert stated == NOT_RUN


def test_an_output_agrees_only_with_what_is_shown() -> None:
    assert agrees(("one", "…", "four"), "one\ntwo\nthree\nfour\n")
    assert agrees(("until …: x",), "until 2026-01-01: x\n")
    assert not agrees(("one", "four"), "one\ntwo\nfour\n")
    assert not agrees(("one.",), "one!\n")
    assert not agrees(("one", "…"), "two\n")


def test_a_command_that_differs_from_its_page_is_seen(tmp_path: Path) -> None:
    page = "```console\n$ echo one\ntwo\n$ false\n$ cd / && X=5\n$ echo $X $PWD\n5 /\n```\n"
    assert [(one.command.text, one.agrees) for one in run_blocks(blocks_of(page), tmp_path)] == [
        ("echo one", False),
        ("false", False),
        ("cd / && X=5", True),
        ("echo $X $PWD", True),
    ]
