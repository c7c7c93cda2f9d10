"""Env files: what their lines mean, where they stand, and what is refused."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

import dotenv
import dotenv.parser
import dotenv.variables
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floe_lint.kernel.positions import Span
from floe_lint.variables.env_files import SIZE_LIMIT, EnvFileError, hide_values, parse_assignment, read_env_file
from floe_lint.variables.interpolation import Substituted, Unset, is_name, substitute

TEXT = r"""# comment A=0
A=1

  export B = two words # note
C='it\'s # all\\ $of it \n'
D="a\nb\t\"c\" \\ \$ \q" # note
E="over
two lines"
F=
G=#no comment
H= # only a comment
I=a#b
J=""
K
L=set
L
odd.name=x
'quoted' = y
A=last
"""


def _write(folder: Path, content: str | bytes) -> str:
    path = folder / "some.env"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return str(path)


def _read(folder: Path, content: str, environment: dict[str, str] | None = None) -> dict[str, str]:
    assignments = read_env_file(_write(folder, content), environment or {})
    return {name: assignment.value for name, assignment in assignments.items()}


def test_values(tmp_path: Path) -> None:
    assert _read(tmp_path, TEXT) == {
        "A": "last",
        "B": "two words",
        "C": "it's # all\\ $of it \\n",
        "D": 'a\nb\t"c" \\ \\$ \\q',
        "E": "over\ntwo lines",
        "F": "",
        "G": "#no comment",
        "H": "",
        "I": "a#b",
        "J": "",
        "quoted": "y",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('H=7\nA="0 ${H} * * *"', "0 7 * * *"),
        ("H=7\nA='0 ${H} * * *'", "0 7 * * *"),
        ("H=7\nA=${H}${H}:${H:-8}", "77:7"),
        ('H=7\nA="\\${H}"', "\\7"),
        ("H=7\nA=${H:8}", "${H:8}"),
        ("H=7\nA=$H ${H", "$H ${H"),
        ("H=\nA=x${H:-8}", "x"),
        ("H\nA=x${H:-8}", "x"),
        ("A=${H:-8}\nH=7", "8"),
        ("A=1\nA=${A}2", "12"),
        ("odd.name=7\nA=${odd.name}", "7"),
        ("H=${G:-1}\nG=2\nA=${H}", "1"),
    ],
)
def test_a_value_takes_those_above_it(tmp_path: Path, text: str, expected: str) -> None:
    assert _read(tmp_path, text)["A"] == expected


def test_a_value_that_only_a_process_could_give_is_not_known(tmp_path: Path) -> None:
    values = _read(tmp_path, "A=${HOME}/x\nB=${A}\nC=${HOME:-/home}/x\n")
    assert values == {"A": "${HOME}/x", "B": "${A}", "C": "/home/x"}
    assert [type(value) for value in values.values()] == [Unset, Unset, str]
    assert [type(substitute(text, values)) for text in ("${A:d}", "${C:d}")] == [Unset, Substituted]


def test_values_of_the_command_line_beat_those_of_the_lines_above(tmp_path: Path) -> None:
    assert _read(tmp_path, "STAGE=dev\nA=${HOST}-${STAGE}\n", {"STAGE": "prod", "HOST": "db"})["A"] == "db-prod"


_PIECES = [
    *"AB",
    "export",
    "=",
    "'",
    '"',
    "\\",
    "$",
    "${A}",
    "${B:-x}",
    "${B:x}",
    "${",
    "}",
    ":",
    "-",
    "#",
    "x",
    "n",
    ".",
]
_PIECES += [
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x85",
    "\u2028",
    "\ufeff",
    "é",
    "\\n",
    "A=",
    "B='",
    'A="',
    "export B=",
]


_NOT_KNOWN = "\0"
_resolve_unmarked = dotenv.variables.Variable.resolve


def _resolve(variable: dotenv.variables.Variable, env: Mapping[str, str | None]) -> str:
    """In place of python-dotenv's own method, to mark where it would put nothing for a variable that is not set."""
    is_known = variable.default is not None or variable.name in env
    return _resolve_unmarked(variable, env) if is_known else _NOT_KNOWN


@given(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join))
@settings(max_examples=3000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_agrees_with_python_dotenv(tmp_path: Path, text: str) -> None:
    """It refuses the lines that python-dotenv skips with a warning, and reads all others to the same values."""
    path = _write(tmp_path, text)
    with open(path, encoding="utf-8") as stream:
        is_wrong = any(binding.error for binding in dotenv.parser.parse_stream(stream))
    if is_wrong:
        with pytest.raises(EnvFileError):
            read_env_file(path, {})
        return
    with mock.patch.dict(os.environ, clear=True), mock.patch.object(dotenv.variables.Variable, "resolve", _resolve):
        expected = dotenv.dotenv_values(path)
    read = {
        name: _NOT_KNOWN if isinstance(assignment.value, Unset) else assignment.value
        for name, assignment in read_env_file(path, {}).items()
    }
    assert read == {
        name: _NOT_KNOWN if _NOT_KNOWN in value else value
        for name, value in expected.items()
        if value is not None and is_name(name)
    }


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_positions(tmp_path: Path, line_break: str) -> None:
    text = f"\ufeff# é{line_break}A=1{line_break}export  BB=2{line_break}C=\u20283\x0b{line_break}D=4"
    assignments = read_env_file(_write(tmp_path, text), {})
    assert {name: assignment.span for name, assignment in assignments.items()} == {
        "A": Span(2, 1, 2, 2),
        "BB": Span(3, 9, 3, 11),
        "C": Span(4, 1, 4, 2),
        "D": Span(5, 1, 5, 2),
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A=1\n\n=2\n", "{path}:3: the line is not KEY=VALUE"),
        ("export =2\n", "{path}:1: the line is not KEY=VALUE"),
        ("\n'A\n", "{path}:2: the line is not KEY=VALUE"),
        ("A B=2\n", "{path}:1: the line is not KEY=VALUE"),
        ("A=1\nB='x'y\n", '{path}:2: text follows the closing quote of "B"'),
        ("A=1\nB = 'x\n", '{path}:2: there is no closing quote for the value of "B"'),
        ('A="x\\"\n', '{path}:1: there is no closing quote for the value of "A"'),
        (b"A=\xff\n", 'env file "{path}" is not UTF-8'),
        (b"A" * (SIZE_LIMIT + 1), 'env file "{path}" has more than 1,048,576 bytes'),
    ],
)
def test_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = _write(tmp_path, content)
    with pytest.raises(EnvFileError) as caught:
        read_env_file(path, {})
    assert str(caught.value) == message.format(path=path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.env")
    with pytest.raises(EnvFileError, match="cannot be read: No such file or directory"):
        read_env_file(missing, {})
    with pytest.raises(EnvFileError, match="is not a file"):
        read_env_file(str(tmp_path), {})
    fifo = str(tmp_path / "fifo.env")
    os.mkfifo(fifo)
    with pytest.raises(EnvFileError, match="is not a file"):
        read_env_file(fifo, {})


def test_values_that_multiply_are_refused(tmp_path: Path) -> None:
    text = "A0=xxxxxxxx\n" + "".join(f"A{number + 1}=${{A{number}}}${{A{number}}}\n" for number in range(60))
    path = _write(tmp_path, text)
    with pytest.raises(EnvFileError) as caught:
        read_env_file(path, {})
    assert str(caught.value) == f'{path}:18: up to "A17" the values have more than 1,048,576 characters'


@pytest.mark.parametrize("unit", ["${", "${:", "${A:x", "${A}", " ", "# ", "A ", "A=", '"\\', "' ", "export "])
@pytest.mark.parametrize("start", ["A=", 'A="', "A"])
def test_hostile_text_takes_linear_time(tmp_path: Path, start: str, unit: str) -> None:
    """Quadratic work on a megabyte would take minutes."""
    for end in ("", '"x'):
        text = start + unit * ((SIZE_LIMIT - 20) // len(unit)) + end
        with contextlib.suppress(EnvFileError):
            read_env_file(_write(tmp_path, text), {})


def test_many_lines_are_read_in_one_pass(tmp_path: Path) -> None:
    text = "".join(f"NAME_{number}={number}\n" for number in range(40_000))
    assert read_env_file(_write(tmp_path, text), {})["NAME_39999"] == (
        "39999",
        Span(40_000, 1, 40_000, 11),
        False,
    )


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


def test_lines_of_a_value_without_quotes_are_hidden() -> None:
    text = "KEY=-----BEGIN-----\nMIIEvQ/w0B=x\nhunter2\n"
    assert hide_values(text) == "KEY=•••••••••••••••\n••••••••••••\n•••••••\n"


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
