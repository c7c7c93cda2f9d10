"""Env files: what their lines mean, where they stand, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from floe_lint.kernel.positions import Span
from floe_lint.variables.env_file import (
    SIZE_LIMIT,
    EnvFileError,
    hide_values,
    parse_assignment,
    read_env_file,
    read_settings,
)

TEXT = r"""# comment A=0
A=1

  export B = two words # note
C='it''s # all $of it \n'
D="a\nb\t\"c\" \\ \$ \q" # note
E="over
two lines"
F=
G=#only a comment
H=a#b
I=""
A=last
"""


def _write(folder: Path, content: str | bytes) -> str:
    path = folder / "some.env"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return str(path)


def test_values(tmp_path: Path) -> None:
    text = TEXT.replace("'it''s # all $of it \\n'", "'its # all $of it \\n'")
    assert read_env_file(_write(tmp_path, text)) == {
        "A": "last",
        "B": "two words",
        "C": "its # all $of it \\n",
        "D": 'a\nb\t"c" \\ $ \\q',
        "E": "over\ntwo lines",
        "F": "",
        "G": "",
        "H": "a#b",
        "I": "",
    }


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_positions(tmp_path: Path, line_break: str) -> None:
    text = f"\ufeff# é{line_break}A=1{line_break}export  BB=2{line_break}C=\u20283\x0b{line_break}D=4"
    settings = read_settings(_write(tmp_path, text))
    assert {name: setting.span for name, setting in settings.items()} == {
        "A": Span(2, 1, 2, 2),
        "BB": Span(3, 9, 3, 11),
        "C": Span(4, 1, 4, 2),
        "D": Span(5, 1, 5, 2),
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A=1\nB\n", "{path}:2: the line is not KEY=VALUE"),
        ("A=1\n\n1B=2\n", "{path}:3: the line is not KEY=VALUE"),
        ("A B=2\n", "{path}:1: the line is not KEY=VALUE"),
        ("A=1\nB='x'y\n", '{path}:2: text follows the closing quote of "B"'),
        (b"A=\xff\n", 'env file "{path}" is not UTF-8'),
        (b"A" * (SIZE_LIMIT + 1), 'env file "{path}" has more than 1,048,576 bytes'),
    ],
)
def test_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = _write(tmp_path, content)
    with pytest.raises(EnvFileError) as caught:
        read_env_file(path)
    assert str(caught.value) == message.format(path=path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.env")
    with pytest.raises(EnvFileError, match="cannot be read: No such file or directory"):
        read_env_file(missing)
    with pytest.raises(EnvFileError, match="is not a file"):
        read_env_file(str(tmp_path))
    fifo = str(tmp_path / "fifo.env")
    os.mkfifo(fifo)
    with pytest.raises(EnvFileError, match="is not a file"):
        read_env_file(fifo)


def test_a_quote_that_is_never_closed_is_text(tmp_path: Path) -> None:
    assert read_env_file(_write(tmp_path, "A=\"x\nB='y\n")) == {"A": '"x', "B": "'y"}


def test_ten_thousand_lines_are_read_in_one_pass(tmp_path: Path) -> None:
    text = "".join(f"NAME_{number}={number}\n" for number in range(40_000))
    settings = read_settings(_write(tmp_path, text))
    assert settings["NAME_39999"] == ("39999", Span(40_000, 1, 40_000, 11))


def test_only_names_are_shown() -> None:
    text = "# PASSWORD=hunter2\nexport A=hunter2 # hunter2\nB=\"hunter2\nhunter2\"\nC='x'\n"
    hidden = hide_values(text)
    assert len(hidden) == len(text)
    assert "hunter2" not in hidden
    assert hidden.splitlines() == [
        "• ••••••••••••••••",
        "•••••• A=••••••• • •••••••",
        "B=••••••••",
        "••••••••",
        "C=•••",
    ]


def test_text_that_is_no_env_file_is_hidden_altogether() -> None:
    assert hide_values("hunter2 hunter2\n") == "••••••• •••••••\n"


@pytest.mark.parametrize(
    ("text", "expected"), [("A=1", ("A", "1")), ("A=", ("A", "")), ("A_b=c=d e", ("A_b", "c=d e"))]
)
def test_assignment(text: str, expected: tuple[str, str]) -> None:
    assert parse_assignment(text) == expected


@pytest.mark.parametrize(("text", "name"), [("A", "A"), ("=1", ""), ("1A=secret", "1A"), ("A B=secret", "A B")])
def test_wrong_assignment(text: str, name: str) -> None:
    with pytest.raises(EnvFileError) as caught:
        parse_assignment(text)
    assert str(caught.value) == f'"--env" takes KEY=VALUE with a variable name as KEY, not "{name}"'
