"""A text without bodies stands for the whole, or is not used."""

from __future__ import annotations

import ast
import sys
import sysconfig
from pathlib import Path

import pytest

from floe_lint.python.bodies import docstring_of, functions
from floe_lint.python.compiler import compiled
from floe_lint.python.module_tree import Outline, parse_outline
from floe_lint.python.shortened import docstrings, without_bodies
from tests.examples import examples

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
ALL_MODULES = sorted(path for path in LIBRARY.glob("*.py") if path.stat().st_size < 200_000)
MODULES = ALL_MODULES[:: len(ALL_MODULES) // examples(len(ALL_MODULES))]


def _shortened(text: str) -> str | None:
    return without_bodies(text, compiled(text))


@pytest.mark.examples
def test_every_module_of_the_library_reads_the_same() -> None:
    """Heads at once, bodies when they are looked at, each at its place; most without a tree of the whole."""
    shorter = 0
    for path in MODULES:
        outline = parse_outline(str(path))
        if not isinstance(outline, Outline):
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        whole = ast.parse(text)
        shorter += _shortened(text) is not None
        for mine, its in zip(outline.tree.body, whole.body, strict=True):
            # What the parser says of the end of a function is not asked for: it has the bodies' end.
            for node in (mine, its):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    node.end_lineno = node.end_col_offset = None
            assert ast.dump(mine, include_attributes=True) == ast.dump(its, include_attributes=True), path
    assert shorter > len(MODULES) / 2


def test_bodies_are_left_out_and_lines_stay() -> None:
    text = 'def one(a: int):  # why\n    """Told."""\n    return a\n# end\nX = 1\nasync def two(): return 2\n'
    assert _shortened(text) == "def one(a: int): ...\n\n\n\nX = 1\nasync def two(): return 2\n"


@pytest.mark.parametrize(
    "text",
    [
        "X = 1\n",
        'X = """\ndef one():\n    text\n"""\n',
        'def one():\n    return """\ndef two():\n    text\n"""\n',
        'def one():\n    s = """\nx = 1\n"""\ndef two():\n    s = """\ny = 1\n"""\n',
        "def one():\n    return (\n1)\n",
        "def one(a={1:\n  2}):\n    return a\n",
    ],
    ids=["nothing", "in a string", "in a body's string", "two strings", "brackets", "in the head"],
)
def test_what_only_looks_like_a_function_keeps_the_whole(text: str) -> None:
    assert _shortened(text) is None


def test_docstrings_are_those_that_functions_have() -> None:
    text = 'def one():\n    "Told" "."\n@f\ndef two():\n    f"no {1}"\ndef three(): return "no"\ndef four(): pass\n'
    assert docstrings(compiled(text)) == {("one", 1): "Told.", ("two", 3): None, ("three", 6): None, ("four", 7): None}


@pytest.mark.examples
def test_docstrings_of_the_library_are_those_of_its_trees() -> None:
    """Whatever the Python: where code keeps them, and whether indented, differs between versions."""
    found: dict[object, str | None] = {}
    expected: dict[object, str | None] = {}
    for path in MODULES:
        outline = parse_outline(str(path))
        if isinstance(outline, Outline):
            told = docstrings(compiled(path.read_bytes().decode("utf-8", "replace")))
            for node in functions(outline.tree.body):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                if (node.name, first) in told:
                    found[path, first] = _words(told[node.name, first])
                    expected[path, first] = _words(ast.get_docstring(node))
    assert found == expected
    assert sum(docstring is not None for docstring in found.values()) > 100


def _words(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


@pytest.mark.skipif(sys.version_info < (3, 12), reason="functions have type parameters from Python 3.12 on")
def test_functions_with_type_parameters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text('def one():\n    """Told."""\n\n\ndef one[T](a: T):\n    ...\n')
    outline = parse_outline(str(path))
    assert isinstance(outline, Outline)
    assert [docstring_of(node) for node in functions(outline.tree.body)] == ["Told.", None]


def test_what_python_warns_of_is_not_printed(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    path = tmp_path / "m.py"
    path.write_text('def one(x):\n    return x is "a"\nPATTERN = "\\d"\nassert (1, "always")\n')
    assert isinstance(parse_outline(str(path)), Outline)
    assert not recwarn.list
