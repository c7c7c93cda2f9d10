"""Functions that floe.yaml names, and the arguments that they take."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.python.facts import FunctionFacts
from floe_lint.python.functions import (
    ArgumentProblems,
    FunctionProblem,
    check_arguments,
    find_function,
)
from floe_lint.python.read_module import ModuleReader

OPS = """
import functools
import outside
from dagster import op, sensor
from floe_dagster import floe_asset
from outside import helper
from .deep import far as near
def vacuum(context, catalog, days=30, *, dry): pass
def watch(context, **kwargs): pass
def strict(context, a, /, b): pass
def star(*args, a): pass
async def later(context): pass
@op
def made_op(context, n): pass
@sensor(job_name="j")
def made_sensor(context): pass
@floe_asset
def made_asset(context): pass
@functools.lru_cache
def cached(a): pass
def changes(f):
    return lambda **keywords: f(**keywords)
@changes
def wrapped(a): pass
@outside.changes
def wrapped_outside(a): pass
def keeps(f):
    @functools.wraps(f)
    def inner(*a, **k): return f(*a, **k)
    return inner
@keeps
def kept(a): pass
class Base:
    def __init__(self, a, *, b=1): pass
class Inherits(Base): pass
class Plain: pass
class Foreign(outside.Base): pass
@outside.decorate
class Decorated: pass
N = 3
NAMES = ["a"]
short = lambda context: 1
partly = functools.partial(vacuum, days=1)
alias = vacuum
if N > outside.N:
    def sometimes(a): pass
try:
    import nothing
except ImportError:
    def fallback(a): pass
"""


@pytest.fixture
def reader() -> ModuleReader:
    return ModuleReader()


@pytest.fixture
def roots(tmp_path: Path) -> list[str]:
    package = tmp_path / "shop"
    package.mkdir()
    for name, text in {
        "__init__": "",
        "ops": OPS,
        "deep": "def far(z): pass\n",
        "late": "def here(): pass\ndef __getattr__(name): return print\n",
        "made": "exec('def hidden(): pass')\n",
        "broken": "def f(:\n",
    }.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "space").mkdir()
    (tmp_path / "space" / "only.py").write_text("def f(): pass\n", encoding="utf-8")
    (tmp_path / "fast.so").write_bytes(b"")
    return [str(tmp_path)]


def _function(name: str, roots: list[str], reader: ModuleReader) -> FunctionFacts:
    found = find_function(f"shop.ops.{name}", roots, None, reader)
    assert isinstance(found, FunctionFacts), found
    return found


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        (
            "vacuum",
            [
                ("context", "positional_or_keyword", False),
                ("catalog", "positional_or_keyword", False),
                ("days", "positional_or_keyword", True),
                ("dry", "keyword_only", False),
            ],
        ),
        ("watch", [("context", "positional_or_keyword", False), ("kwargs", "var_keyword", False)]),
        (
            "strict",
            [
                ("context", "positional_only", False),
                ("a", "positional_only", False),
                ("b", "positional_or_keyword", False),
            ],
        ),
        ("star", [("args", "var_positional", False), ("a", "keyword_only", False)]),
        ("near", [("z", "positional_or_keyword", False)]),
        ("cached", [("a", "positional_or_keyword", False)]),
        ("kept", [("a", "positional_or_keyword", False)]),
        ("Base", [("a", "positional_or_keyword", False), ("b", "keyword_only", True)]),
        ("Inherits", [("a", "positional_or_keyword", False), ("b", "keyword_only", True)]),
        ("Plain", []),
    ],
)
def test_parameters(name: str, parameters: list[tuple[str, str, bool]], roots: list[str], reader: ModuleReader) -> None:
    found = _function(name, roots, reader)
    assert [(one.name, one.kind, one.has_default) for one in found.parameters] == parameters
    assert found.signature_known


@pytest.mark.parametrize("name", ["wrapped", "wrapped_outside", "made_sensor", "Foreign", "Decorated"])
def test_nothing_is_said_of_arguments_where_something_else_decides_them(
    name: str, roots: list[str], reader: ModuleReader
) -> None:
    found = _function(name, roots, reader)
    assert not found.signature_known
    assert check_arguments(found, ["anything"], 1) == ArgumentProblems((), ())


def test_what_kind_of_function_it_is(roots: list[str], reader: ModuleReader) -> None:
    def kinds(name: str) -> tuple[bool, bool, bool]:
        found = _function(name, roots, reader)
        return found.is_op, found.is_async, found.is_class

    assert kinds("made_op") == (True, False, False)
    assert kinds("later") == (False, True, False)
    assert kinds("Base") == (False, False, True)
    assert kinds("vacuum") == (False, False, False)
    assert _function("alias", roots, reader) == _function("vacuum", roots, reader)


def test_an_asset_is_found_at_the_place_of_its_function(roots: list[str], reader: ModuleReader) -> None:
    found = _function("made_asset", roots, reader)
    line = OPS.splitlines().index("def made_asset(context): pass") + 1
    assert tuple(found.place.span) == (line, 5, line, 15)


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("shop.ops.vacum", FunctionProblem("attribute", "vacum", "shop.ops.vacuum")),
        ("shop.ops.nowhere", FunctionProblem("attribute", "nowhere", None)),
        ("shop.ops.N", FunctionProblem("not_callable", "N", None)),
        ("shop.ops.NAMES", FunctionProblem("not_callable", "NAMES", None)),
        ("shop.ops.short", FunctionProblem("unknown", "short", None)),
        ("shop.ops.partly", FunctionProblem("unknown", "partly", None)),
        ("shop.ops.sometimes", FunctionProblem("unknown", "sometimes", None)),
        ("shop.ops.fallback", FunctionProblem("unknown", "fallback", None)),
        ("shop.ops.helper", FunctionProblem("unknown", "helper", None)),
        ("shop.ops.outside", FunctionProblem("unknown", "outside", None)),
        ("shop.late.anything", FunctionProblem("unknown", "anything", None)),
        ("shop.made.hidden", FunctionProblem("unknown", "hidden", None)),
        ("shop.broken.f", FunctionProblem("syntax", "shop.broken", None)),
        ("shop.opps.vacuum", FunctionProblem("module", "shop.opps", "shop.ops.vacuum")),
        ("shop.ops.Base.method", FunctionProblem("module", "shop.ops.Base", None)),
        ("space.f", FunctionProblem("attribute", "f", None)),
        ("fast.f", FunctionProblem("unknown", "f", None)),
        ("vacuum", FunctionProblem("module", "", None)),
        ("", FunctionProblem("module", "", None)),
    ],
)
def test_why_a_path_leads_to_no_function(
    target: str, problem: FunctionProblem, roots: list[str], reader: ModuleReader
) -> None:
    assert find_function(target, roots, None, reader) == problem


@pytest.mark.parametrize(
    ("name", "arguments", "leading", "injected", "expected"),
    [
        ("vacuum", ["days", "dry"], 1, ["catalog"], ArgumentProblems((), ())),
        ("vacuum", ["day"], 1, ["catalog"], ArgumentProblems(("day",), ("dry",))),
        ("vacuum", ["context", "dry"], 1, ["catalog"], ArgumentProblems(("context",), ())),
        ("vacuum", ["dry"], 1, [], ArgumentProblems((), ("catalog",))),
        ("watch", ["anything", "else"], 1, [], ArgumentProblems((), ())),
        ("strict", ["a", "b"], 1, [], ArgumentProblems(("a",), ())),
        ("star", [], 0, [], ArgumentProblems((), ("a",))),
    ],
)
def test_arguments_are_compared_with_parameters(
    name: str,
    arguments: list[str],
    leading: int,
    injected: list[str],
    expected: ArgumentProblems,
    roots: list[str],
    reader: ModuleReader,
) -> None:
    assert check_arguments(_function(name, roots, reader), arguments, leading, injected) == expected
