"""Names that do not exist at import: whatever is reported raises ``NameError`` in Python, and what surely does is."""

from __future__ import annotations

import builtins
import re
import sys
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.python.find_module import ModuleFile
from floe_lint.python.python_version import lowest_python, postpones_annotations
from floe_lint.python.read_module import ModuleReader
from floe_lint.python.undefined_names import UndefinedName, certain, used_names
from floe_lint.python.values import Scope
from tests.examples import examples

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
ALL_MODULES = sorted(path for path in LIBRARY.rglob("*.py") if "site-packages" not in path.parts)
MODULES = ALL_MODULES[:: max(len(ALL_MODULES) // examples(len(ALL_MODULES)), 1)]
EVALUATES = sys.version_info < (3, 14)
"""Whether this Python evaluates annotations where they stand."""


def _undefined(text: str, path: str = "/nowhere/m.py") -> list[UndefinedName]:
    file = ModuleFile("m", path, ())
    scope = ModuleReader({path: text}).scope(file)
    assert isinstance(scope, Scope)
    return certain(used_names(scope).undefined, [text], lambda: not EVALUATES)


def _raised(text: str) -> NameError | None:
    """The error that running a module raises."""
    try:
        exec(compile(text, "m", "exec", dont_inherit=True), {"__name__": "m", "__file__": "m.py"})
    except NameError as error:
        return error
    return None


BROKEN = {
    "a call": ("print(x)", "x"),
    "a default": ("def f(a=x): ...", "x"),
    "a default of a keyword": ("def f(*, a, b=x): ...", "x"),
    "a default of a lambda": ("f = lambda a=x: a", "x"),
    "a decorator": ("@x\ndef f(): ...", "x"),
    "a decorator of a class": ("@x.y(1)\nclass A: ...", "x"),
    "a base": ("class A(x): ...", "x"),
    "a metaclass": ("class A(metaclass=x): ...", "x"),
    "the body of a class": ("class A:\n  y = x", "x"),
    "a name of another class": ("class A:\n  x = 1\ny = x", "x"),
    "above its definition": ("y = x\nx = 1", "x"),
    "a function above its definition": ("f()\ndef f(): ...", "f"),
    "deleted": ("x = 1\ndel x\nx", "x"),
    "deleted twice": ("x = 1\ndel x\ndel x", "x"),
    "added to": ("x += 1", "x"),
    "in an item": ("y = {}\ny[x] = 1", "x"),
    "in an attribute": ("x.y = 1", "x"),
    "in a text": ('f"{x!r:>{1}}"', "x"),
    "in a walrus": ("(y := x)", "x"),
    "the first of two": ("x and y", "x"),
    "a comparison": ("1 < x", "x"),
    "a condition": ("1 if x else 2", "x"),
    "a test": ("if x: pass", "x"),
    "a test of a loop": ("while x: pass", "x"),
    "an assertion": ("assert x", "x"),
    "what is looped over": ("for y in x: pass", "x"),
    "a loop over a literal": ("for y in (1, 2):\n  z = x", "x"),
    "what a comprehension loops over": ("(y for y in x)", "x"),
    "an item of a comprehension": ("[x for y in [1]]", "x"),
    "a condition of a comprehension": ("{y for y in (1, 2) if x}", "x"),
    "a value of a comprehension": ("{y: x for y in 'ab'}", "x"),
    "a name of a comprehension": ("[y for y in [1]]\nprint(y)", "y"),
    "an exception": ("try:\n  1 / 0\nexcept Exception as e:\n  pass\nprint(e)", "e"),
    "finally": ("try:\n  pass\nfinally:\n  x", "x"),
    "try without except": ("try:\n  x\nfinally:\n  pass", "x"),
    "a context manager": ("with x: pass", "x"),
    "a subject": ("match x:\n  case _: pass", "x"),
    "a function that is called": ("def f():\n  return x\nf()", "x"),
    "a function in a function": ("def f():\n  return g()\ndef g():\n  x\nf()", "x"),
    "a decorator that is called": ("def f(g):\n  return x\n@f\ndef h(): ...", "x"),
    "a function in one that is called": ("def f():\n  @x\n  def g(): ...\nf()", "x"),
    "for type checkers": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  x = 1\nx", "x"),
    "for type checkers, by module": ("import typing as t\nif t.TYPE_CHECKING:\n  x = 1\nx", "x"),
    "for a script": ("if __name__ == '__main__':\n  x = 1\nx", "x"),
    "under what is true": ("if not 0:\n  x", "x"),
    "with __getattr__": ("def __getattr__(name): return 1\nx", "x"),
    "reveal_type": ("reveal_type(1)", "reveal_type"),
    "an annotation of an attribute": ("class A: ...\nA.y: x = 1", "x"),
}  # fmt: skip
BROKEN_ANNOTATIONS = {
    "a parameter": ("def f(a: x): ...", "x"),
    "the rest": ("def f(*a: x): ...", "x"),
    "a keyword": ("async def f(*, a: x = 1): ...", "x"),
    "what is returned": ("def f() -> x.y: ...", "x"),
    "a variable": ("y: x = 1", "x"),
    "a variable without a value": ("y: x", "x"),
    "a field": ("class A:\n  y: list[x] = 1", "x"),
    "a method": ("class A:\n  def f(self) -> x: ...", "x"),
    "a class of itself": ("class A:\n  def f(self) -> A: ...", "A"),
}
WORKING = {
    "defined": "x = 1\nprint(x)",
    "in a tuple": "a, (x, *b) = 1, (2, 3)\nx, b",
    "a loop": "for x in [1]: pass\nx",
    "a loop that may be empty": "for x in range(1): pass\nx",
    "under a condition": "if len('a'): x = 1\nx",
    "in else": "if not len('a'): pass\nelse: x = 1\nx",
    "tried": "try:\n  import nothing_at_all as x\nexcept ImportError:\n  x = None\nx",
    "tried, used there": "try:\n  x\nexcept NameError:\n  x = None",
    "suppressed": "import contextlib\nwith contextlib.suppress(NameError):\n  x",
    "matched": "match [1, 2]:\n  case [x, *y]: pass\nx, y",
    "matched rest": "match {1: 2}:\n  case {**x}: pass\nx",
    "with": "import io\nwith io.StringIO() as x: pass\nx",
    "a walrus in a comprehension": "[x := y for y in [1]]\nx",
    "a walrus in a decorator": "@(x := lambda f: f)\ndef f(): ...\nx",
    "global": "def f():\n  global x\n  x = 1\nf()\nx",
    "globals": "globals()['x'] = 1\nx",
    "vars": "vars()['x'] = 1\nx",
    "exec": "exec('x = 1')\nx",
    "by the frame": "import sys\nsys._getframe(0).f_globals['x'] = 1\nx",
    "deleted and defined again": "x = 1\ndel x\nx = 2\nx",
    "deleted under a condition": "x = 1\nif not len('a'):\n  del x\nx",
    "a class sees its names": "class A:\n  x = 1\n  y = x\n  def f(self, z=x): ...",
    "a class deletes its name": "x = 1\nclass A:\n  x = 2\n  del x\n  y = x",
    "lazy": "def f():\n  return x\ng = lambda: x\nh = (x for y in [1])",
    "not called": "def f():\n  return x\nif not len('a'):\n  f()",
    "returned before": "def f():\n  if len('a'):\n    return\n  x\nf()",
    "a generator": "def f():\n  x\n  yield\nf()",
    "local": "def f(a, *b, **c):\n  x = a, b, c\n  return [x for d in [1]]\nf(1)",
    "defined before the call": "def f():\n  return x\nx = 1\nf()",
    "replaced": "def f():\n  return x\nf = print\nf()",
    "a local function": "def f():\n  return x\ndef g(f):\n  f()\ng(print)",
    "left": "for y in [1]:\n  if y: break\n  x",
    "short": "0 and x\n1 or x\n1 if 1 else x\n1 < 0 < x",
    "an empty loop": "[x for y in []]\nfor y in (): x",
    "a filter": "[x for y in [1] if not y]",
    "in quotes": "def f(a: 'x') -> 'x.y': ...",
    "postponed": "from __future__ import annotations\ndef f(a: x) -> x.y: ...\ny: x = 1",
    "not evaluated": "def f():\n  y: x = 1\nf()",
    "dunders": "__file__, __name__, __builtins__, __debug__",
    "of site": "exit, copyright",
    "star": "from os.path import *\njoin",
    "mangled": "class A:\n  __x = 1\n  y = __x",
    "for type checkers": "TYPE_CHECKING = True\nif TYPE_CHECKING:\n  x = 1\nx",
    "not for type checkers": "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n  x = 1\nx",
    "an enum": "import enum\nclass A(enum.Enum):\n  x = 1\n  y = x",
    "a metaclass that gives names": (
        "import collections\nclass M(type):\n  def __prepare__(name, bases): return collections.defaultdict(int)\n"
        "class A(metaclass=M):\n  y = x\nclass B(A):\n  y = x"
    ),
    "a builtin that is added": "import builtins\nbuiltins.x = 1\nx\ndel builtins.x",
    "gettext": "import gettext\ngettext.install('x')\n_('a')",
}  # fmt: skip


@pytest.mark.parametrize(("text", "name"), BROKEN.values(), ids=BROKEN)
def test_broken(text: str, name: str) -> None:
    (found,) = _undefined(text)
    assert found.name == name
    error = _raised(text)
    assert error is not None
    assert error.name == name


@pytest.mark.skipif(not EVALUATES, reason="Python 3.14 evaluates annotations when they are asked for")
@pytest.mark.parametrize(("text", "name"), BROKEN_ANNOTATIONS.values(), ids=BROKEN_ANNOTATIONS)
def test_broken_annotations(text: str, name: str) -> None:
    (found,) = _undefined(text)
    assert (found.name, found.in_annotation) == (name, True)
    error = _raised(text)
    assert error is not None
    assert error.name == name


@pytest.mark.parametrize("text", WORKING.values(), ids=WORKING)
def test_working(text: str) -> None:
    assert _undefined(text) == []
    before = dict(vars(builtins))
    assert _raised(text) is None
    vars(builtins).update(before)
    vars(builtins).pop("_", None)


def test_annotations_are_postponed_by_the_python_of_the_project() -> None:
    file = ModuleFile("m", "/nowhere/m.py", ())
    text = "def f(a: x) -> x: ...\nprint(y)\nz: y\nx"
    scope = ModuleReader({file.path: text}).scope(file)
    assert isinstance(scope, Scope)
    found = used_names(scope).undefined
    places = [(one.name, one.place.span.line, one.place.span.column) for one in certain(found, [text], lambda: True)]
    assert places == [("y", 2, 7), ("x", 4, 1)]
    places = [(one.name, one.place.span.line, one.place.span.column) for one in certain(found, [text], lambda: False)]
    assert places == [("x", 1, 10), ("y", 2, 7)]


def test_another_module_may_set_the_name() -> None:
    found = _undefined("x")
    assert certain(found, ["import p.m\np.m.x = 1"], lambda: False) == []
    assert certain(found, ["import p.m\np.m.x == 1"], lambda: False) == found


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.14"\n'}, (3, 14)),
        ({"pyproject.toml": "[project]\nrequires-python = '<4,>=3.11.2'\n"}, (3, 11)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\n'}, (3, 12)),
        ({"pyproject.toml": '[project]\nname = "shop"\n'}, None),
        ({"pyproject.toml": '[project]\nrequires-python = "<3.14"\n'}, None),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.10"\n', ".python-version": "3.14.1\n"}, (3, 14)),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.10"\n', ".python-version": "pypy\n"}, (3, 10)),
    ],
)
def test_the_python_of_a_project(tmp_path: Path, files: dict[str, str], expected: tuple[int, int] | None) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "p").mkdir()
    assert lowest_python(str(tmp_path / "p")) == expected
    assert postpones_annotations(str(tmp_path / "p")) == ((expected or sys.version_info[:2]) >= (3, 14))


@pytest.mark.slow
@pytest.mark.examples
def test_the_standard_library_has_all_its_names() -> None:
    judged = 0
    for path in MODULES:
        scope = ModuleReader().scope(ModuleFile(path.stem, str(path), ()))
        if isinstance(scope, Scope):
            judged += 1
            found = certain(used_names(scope).undefined, [scope.outline.text], lambda: False)
            assert [(str(path), one.name, one.place.span.line) for one in found] == []
    assert judged > len(MODULES) * 0.9


# ---- generated modules: those of straight statements are judged as Python does, others never falsely

VARIABLES = st.sampled_from("abcde")
FUNCTIONS = st.sampled_from("fg")


def _lines(body: str) -> str:
    return "".join(f"  {line}\n" for line in body.splitlines())


def _expressions(straight: bool) -> st.SearchStrategy[str]:
    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        two = st.tuples(inner, inner)
        sure = [
            two.map(lambda pair: f"({pair[0]}, {pair[1]})"),
            two.map(lambda pair: f"{{1: {pair[0]}, 2: {pair[1]}}}"),
            two.map(lambda pair: f"({pair[0]} == {pair[1]})"),
            st.tuples(VARIABLES, inner).map(lambda pair: f"({pair[0]} := {pair[1]})"),
            inner.map(lambda one: f"str({one})"),
            inner.map(lambda one: f"(lambda p={one}: zzz)"),
            st.tuples(VARIABLES, inner).map(lambda pair: f"[{pair[1]} for {pair[0]} in (1, 2)]"),
        ]
        unsure = [
            two.map(lambda pair: f"({pair[0]} or {pair[1]})"),
            st.tuples(inner, inner, inner).map(lambda some: f"({some[0]} if {some[1]} else {some[2]})"),
            st.tuples(VARIABLES, inner).map(lambda pair: f"[{pair[1]} for {pair[0]} in ()]"),
            st.tuples(VARIABLES, inner).map(lambda pair: f"list({pair[1]} for {pair[0]} in (1,))"),
            two.map(lambda pair: f"[1 for z in (1,) if {pair[0]} if {pair[1]}]"),
            inner.map(lambda one: f"(lambda: {one})()"),
        ]
        return st.one_of(sure if straight else [*sure, *unsure])

    calls = FUNCTIONS.map(lambda name: f"{name}()")
    return st.recursive(st.one_of(VARIABLES, st.just("1"), calls), larger, max_leaves=3)


def _bodies(straight: bool) -> st.SearchStrategy[str]:
    value = _expressions(straight)
    plain = st.one_of(VARIABLES, st.just("1"))
    # What a function does stays plain, so that no two call each other for ever.
    inner = st.one_of(plain, st.tuples(VARIABLES, plain).map(" = ".join))
    simple = st.one_of(
        value,
        st.tuples(VARIABLES, value).map(" = ".join),
        st.tuples(VARIABLES, value).map(lambda pair: f"{pair[0]}: {pair[1]} = 1"),
        VARIABLES.map(lambda name: f"import os as {name}"),
        VARIABLES.map(lambda name: f"del {name}"),
        st.tuples(FUNCTIONS, value, value, inner).map(
            lambda some: f"def {some[0]}(*p: {some[1]}, q={some[2]}):\n{_lines(some[3])}"
        ),
    )

    def larger(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        body = st.lists(one, min_size=1, max_size=3).map("\n".join)
        sure = [
            body.map(lambda text: f"class C:\n{_lines(text)}"),
            st.tuples(VARIABLES, body).map(lambda some: f"for {some[0]} in (1, 2):\n{_lines(some[1])}"),
            body.map(lambda text: f"if True:\n{_lines(text)}"),
            st.tuples(body, body).map(lambda some: f"try:\n{_lines(some[0])}finally:\n{_lines(some[1])}"),
        ]
        unsure = [
            st.tuples(value, body, body).map(lambda some: f"if {some[0]}:\n{_lines(some[1])}else:\n{_lines(some[2])}"),
            st.tuples(body, body).map(lambda some: f"try:\n{_lines(some[0])}except NameError:\n{_lines(some[1])}"),
            st.tuples(body, VARIABLES, body).map(
                lambda some: f"try:\n{_lines(some[0])}except Exception as {some[1]}:\n{_lines(some[2])}"
            ),
            st.tuples(value, body).map(lambda some: f"while {some[0]}:\n{_lines(some[1])}  break"),
            st.tuples(VARIABLES, body).map(lambda some: f"for {some[0]} in ():\n{_lines(some[1])}"),
            st.tuples(VARIABLES, body).map(lambda some: f"for {some[0]} in (1, 2):\n  if 1: break\n{_lines(some[1])}"),
            st.tuples(value, VARIABLES, body).map(
                lambda some: f"match {some[0]}:\n  case 1 | 2: pass\n  case {some[1]}:\n{_lines(_lines(some[2]))}"
            ),
            VARIABLES.map(lambda name: f"def f(*p):\n  global {name}\n  {name} = 1"),
        ]
        return st.one_of(sure if straight else [*sure, *unsure])

    return st.lists(st.recursive(simple, larger, max_leaves=3), min_size=1, max_size=6).map("\n".join)


def _compare(text: str, *, straight: bool) -> None:
    # A class cannot delete a name of the module: nobody writes that, and it is not judged.
    straight = straight and not re.search(r"^ +del ", text, re.MULTILINE)
    try:
        error = _raised(text)
    except (SyntaxError, TypeError):
        # A walrus in the body of a class; a variable that was called.
        return
    found = _undefined(text)
    if isinstance(error, UnboundLocalError):
        return
    if found:
        assert error is not None
        # Where something may fail that is not judged, it may fail first.
        assert not straight or error.name in {one.name for one in found}
    elif straight:
        assert error is None


@pytest.mark.skipif(not EVALUATES, reason="Python 3.14 evaluates annotations when they are asked for")
@pytest.mark.examples
@given(_bodies(straight=True))
def test_straight_modules_are_judged_as_python_does(text: str) -> None:
    _compare(text, straight=True)


@pytest.mark.skipif(not EVALUATES, reason="Python 3.14 evaluates annotations when they are asked for")
@pytest.mark.examples
@given(_bodies(straight=False))
def test_what_is_reported_of_any_module_is_raised(text: str) -> None:
    _compare(text, straight=False)
