"""Files that are no Python, or hardly: each gives a result, none a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.python.facts import ModuleFacts
from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module

HEAD = b"from dagster import asset, SourceAsset\n"


def _read(folder: Path, data: bytes) -> ModuleFacts:
    (folder / "m.py").write_bytes(data)
    found = find_module("m", [str(folder)])
    assert isinstance(found, ModuleFile)
    return read_module(found)


@pytest.mark.parametrize(
    ("data", "line", "start"),
    [
        (HEAD + b"@asset\ndef x(:\n", 3, "invalid syntax"),
        (HEAD + b"x = 1\0\n", 2, "contains a null byte"),
        (HEAD + b"e = '\xe9'\n", 1, "is not text: 'utf-8' codec can't decode byte 0xe9"),
        (b"# coding: klingon\n" + HEAD, 1, "unknown encoding: klingon"),
        (b"x = " + b"(" * 5_000 + b")" * 5_000, 1, "too many nested parentheses"),
    ],
    ids=["syntax", "null byte", "encoding", "unknown cookie", "parentheses"],
)
def test_what_is_no_python_is_said(data: bytes, line: int, start: str, tmp_path: Path) -> None:
    facts = _read(tmp_path, data)
    assert (facts.assets, facts.unknowns) == ((), ())
    assert facts.syntax_error is not None
    assert facts.syntax_error.message.startswith(start)
    assert facts.syntax_error.place.span.line == line


@pytest.mark.parametrize(
    ("data", "span"),
    [
        (b"# coding: latin-1\n" + HEAD + b"e = '\xe9'; s = SourceAsset('a')\n", (3, 26, 3, 29)),
        (b"\xef\xbb\xbffrom dagster import SourceAsset; s = SourceAsset('a')\n", (1, 50, 1, 53)),
        (HEAD + "é = 'ü'; s = SourceAsset('a')\n".encode(), (2, 26, 2, 29)),
        (HEAD.replace(b"\n", b"\r\n") + b"s = SourceAsset('a')\r\n", (2, 17, 2, 20)),
        (HEAD + b"\x0c\ns = SourceAsset('a')\n", (3, 17, 3, 20)),
        (b"from dagster import asset\n\x0c\n@asset\ndef a():\n    return 1\n", (4, 5, 4, 6)),
        (HEAD + "t = '\u2028'\ns = SourceAsset('a')\n".encode(), (3, 17, 3, 20)),
    ],
    ids=["latin-1", "bom", "code points", "crlf", "form feed", "form feed before a function", "line separator"],
)
def test_places_are_right_in_every_encoding(data: bytes, span: tuple[int, ...], tmp_path: Path) -> None:
    facts = _read(tmp_path, data)
    assert facts.syntax_error is None
    assert [(asset.key, tuple(asset.place.span)) for asset in facts.assets] == [(("a",), span)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x = " + b"[" * 90 + b"]" * 90,
        b"x = " + b"+".join([b"'a'"] * 600),
        b"x = a" + b".b" * 900,
        b"x = f" + b"()" * 90,
        b"".join(b" " * level + b"if a:\n" for level in range(95)) + b" " * 95 + b"pass\n",
        b"x = [\n" + b"'aaaaaaaaaaaaaaaa',\n" * 260_000 + b"]\n",
        b"x = 'a'\n" + b"x = x + x\n" * 80,
        b"x = ['a']\n" + b"x = x + x\n" * 80,
        b"x = [[[i for i in range(999)] for j in range(999)] for k in range(999)]\n",
        b"for i in range(100):\n for j in range(100):\n  for k in range(100):\n   x = i\n",
        b"def f(): return f()\nx = f()\n",
        b"def f(): return g()\ndef g(): return f()\nx = g()\n",
        b"class A(A): pass\nx = A()\n",
        b"x = ['a']\n" + b"x = [x, x]\n" * 80,
        b"x = {'a': 1}\n" + b"x = {'l': x, 'r': x}\n" * 80,
        b"x = []\nx.append(x)\ny = [x]\n",
        b"d = {}\nd['d'] = d\n",
        b"del never\nx += 1\n*a, b = 1\n",
    ],
    ids=[
        "empty",
        "brackets",
        "sum",
        "attributes",
        "calls",
        "blocks",
        "five megabytes",
        "text doubled",
        "list doubled",
        "comprehensions",
        "loops",
        "recursive",
        "mutually recursive",
        "class of itself",
        "list of lists doubled",
        "dict of dicts doubled",
        "list in itself",
        "dict in itself",
        "nonsense",
    ],
)
def test_odd_code_beside_an_asset_does_not_hide_it(data: bytes, tmp_path: Path) -> None:
    facts = _read(tmp_path, HEAD + b"@asset\ndef orders(): pass\n" + data)
    assert facts.syntax_error is None
    assert [asset.key for asset in facts.assets] == [("orders",)]


def test_a_file_that_is_not_there_any_more(tmp_path: Path) -> None:
    facts = read_module(ModuleFile("gone", str(tmp_path / "gone.py"), (str(tmp_path),)))
    assert facts.syntax_error is not None
    assert facts.syntax_error.message == "cannot be read: No such file or directory"


def test_modules_that_import_each_other_are_read(tmp_path: Path) -> None:
    (tmp_path / "n.py").write_bytes(HEAD + b"import m\n@asset\ndef theirs(): pass\n")
    facts = _read(tmp_path, HEAD + b"import n\n@asset(deps=[n.theirs])\ndef ours(): pass\n")
    assert [(asset.key, [dep.key for dep in asset.deps]) for asset in facts.assets] == [(("ours",), [("theirs",)])]


def test_an_import_of_a_broken_module_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "n.py").write_bytes(b"def f(:\n")
    facts = _read(tmp_path, b"from n import orders\n")
    assert [unknown.reason for unknown in facts.unknowns] == ['"orders" comes from "n", which is not valid Python']
