"""Imports within a project: whatever is said to be broken raises in Python, and whatever works is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from floe_lint.python.find_module import ModuleFile, find_module, search_roots
from floe_lint.python.loaded_modules import LoadedModules
from floe_lint.python.read_module import ModuleReader

Files = dict[str, str]


def _broken(folder: Path, files: Files) -> list[tuple[str, str, str | None, str | None, int, int, int]]:
    for name, text in {"pyproject.toml": "", "p/__init__.py": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    roots = search_roots(str(folder))
    found = find_module("p.assets", roots, None)
    assert isinstance(found, ModuleFile)
    return [
        (*one[:4], one.place.span.line, one.place.span.column, one.place.span.end_column)
        for one in LoadedModules([found], ModuleReader()).broken_imports()
    ]


def _imports(folder: Path) -> str:
    """The name of the error that importing the module raises, or nothing."""
    code = "try:\n import p.assets\nexcept Exception as error:\n print(type(error).__name__)"
    return subprocess.run([sys.executable, "-Sc", code], cwd=folder, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(
    ("files", "expected", "error"),
    [
        ({"p/assets.py": "from .helper import clean", "p/helpers.py": "clean = 1"},
         ("p.assets", "p.helper", None, "p.helpers", 1, 6, 13), "ModuleNotFoundError"),
        ({"p/assets.py": "from p.helpers import claen", "p/helpers.py": "def clean(): ..."},
         ("p.assets", "p.helpers", "claen", "clean", 1, 23, 28), "ImportError"),
        ({"p/assets.py": "import p.helper as h", "p/helpers.py": ""},
         ("p.assets", "p.helper", None, "p.helpers", 1, 8, 16), "ModuleNotFoundError"),
        ({"p/assets.py": "from . import helper", "p/helpers.py": ""},
         ("p.assets", "p", "helper", "helpers", 1, 15, 21), "ImportError"),
        ({"p/assets.py": "from p import \\\n  x as y"},
         ("p.assets", "p", "x", None, 2, 3, 9), "ImportError"),
        ({"p/assets.py": "from \\\n  p.nothing import x"},
         ("p.assets", "p.nothing", None, None, 1, 1, 21), "ModuleNotFoundError"),
        ({"p/assets.py": "é = 1; from p.nothing import x"},
         ("p.assets", "p.nothing", None, None, 1, 13, 22), "ModuleNotFoundError"),
        ({"p/assets.py": "from p.sub.deep import x", "p/sub/other.py": ""},
         ("p.assets", "p.sub.deep", None, None, 1, 6, 16), "ModuleNotFoundError"),
        ({"p/assets.py": "from p.sub import othr", "p/sub/other.py": ""},
         ("p.assets", "p.sub", "othr", "other", 1, 19, 23), "ImportError"),
        ({"p/assets.py": "from p.h.inner import x", "p/h.py": ""},
         ("p.assets", "p.h.inner", None, None, 1, 6, 15), "ModuleNotFoundError"),
        ({"p/assets.py": "import p.h", "p/h.py": "from .g import nothing", "p/g.py": "class A:\n  nothing = 1\n"},
         ("p.h", "p.g", "nothing", None, 1, 16, 23), "ImportError"),
        ({"p/assets.py": "", "p/__init__.py": "from .nothing import x"},
         ("p", "p.nothing", None, None, 1, 6, 14), "ModuleNotFoundError"),
        ({"p/assets.py": "from p.h import x", "p/h.py": "from p.g import *", "p/g.py": "def f():\n  x = 1\n"},
         ("p.assets", "p.h", "x", None, 1, 17, 18), "ImportError"),
        ({"p/assets.py": "import other.g", "other/__init__.py": "", "other/h.py": ""},
         ("p.assets", "other.g", None, None, 1, 8, 15), "ModuleNotFoundError"),
    ],
)  # fmt: skip
def test_broken(tmp_path: Path, files: Files, expected: tuple[object, ...], error: str) -> None:
    assert _broken(tmp_path, files) == [expected]
    assert _imports(tmp_path) == error


def _names(text: str, **more: str) -> Files:
    """A module that imports ``x`` from another with a text."""
    return {"p/assets.py": "from p.h import x", "p/h.py": text, **{f"p/{name}.py": text for name, text in more.items()}}


WORKING = {
    "assigned": _names("x = 1"),
    "in a tuple": _names("a, (x, *b) = 1, (2, 3)"),
    "annotated": _names("x: int = 1"),
    "in a loop": _names("for x in [1]: pass"),
    "in with": _names("import io\nwith io.StringIO() as x: pass"),
    "in a walrus": _names("(x := 1)"),
    "in a walrus of a decorator": _names("@(x := staticmethod)\ndef f(): ..."),
    "in a walrus of a default": _names("def f(a=(x := 1)): ..."),
    "in a match": _names("match [1]:\n  case [x]: pass"),
    "in a match of the rest": _names("match {1: 2}:\n  case {**x}: pass"),
    "under a condition": _names("if len('a'): x = 1"),
    "in try": _names("try:\n  import nothing\nexcept ImportError:\n  x = 1"),
    "a function": _names("async def x(): ..."),
    "a class": _names("class x: ..."),
    "imported": _names("import os.path as x"),
    "a package that is imported": {**_names("import x.y"), "x/__init__.py": "", "x/y.py": ""},
    "from elsewhere": _names("from os import path as x"),
    "everything": _names("from p.g import *", g="x = 1"),
    "everything of everything": _names("from p.g import *", g="from p.f import *", f="x = 1"),
    "everything of a library": _names("from x_of_library import *", **{"../x_of_library": "x = 1"}),
    "everything, exported": _names("from p.g import *", g="__all__ = ['x']\nx = 1"),
    "global": _names("def f():\n  global y, x\n  x = 1\nf()"),
    "global over lines": _names("def f():\n  global y, \\\n    x\n  x = 1\nf()"),
    "globals": _names("globals()['x'] = 1"),
    "vars": _names("vars()['x'] = 1"),
    "exec": _names("exec('x = 1')"),
    "getattr": _names("def __getattr__(name): return 1"),
    "getattr, assigned": _names("__getattr__, b = (lambda name: 1), 2"),
    "set from outside": _names("", __init__="import p.h\np.h.x = 1"),
    "setattr from outside": _names("", __init__="from . import h\nsetattr(h, 'x', 1)"),
    "its dict": _names("", __init__="from . import h\nh.__dict__['x'] = 1"),
    "by update": _names("", __init__="from . import h\nvars(h).update(x=1)"),
    "by the frame": _names(
        "from p.g import f\nf()", g="import sys\ndef f():\n  sys._getframe(1).f_globals['x'] = 1"
    ),
    "an enum": _names("import enum\n@enum.global_enum\nclass A(enum.IntFlag):\n  x = 1"),
    "another module": _names("import sys, types\nsys.modules[__name__] = types.SimpleNamespace(x=1)"),
    "dunder": {"p/assets.py": "from p.h import __name__, __spec__, __doc__", "p/h.py": ""},
    "a module": {"p/assets.py": "from p import h; from . import h as g; import p.h", "p/h.py": ""},
    "a folder": {"p/assets.py": "from p import data; import p.data", "p/data/a.txt": ""},
    "a module of a folder": {"p/assets.py": "from p.data import a; import p.data.a", "p/data/a.py": ""},
    "a path": {
        "p/assets.py": "import p.h", "p/__init__.py": "__path__.append(__path__[0] + '/more')", "p/more/h.py": "",
    },
    "a module that is made": {
        "p/assets.py": "import p.h", "p/__init__.py": "import sys, types\nsys.modules['p.h'] = types.ModuleType('h')",
    },
    "in try of the importer": {"p/assets.py": "try:\n  import p.nothing\nexcept ImportError:\n  pass"},
    "under a condition of the importer": {"p/assets.py": "if not len('a'):\n  import p.nothing"},
    "suppressed": {"p/assets.py": "import contextlib\nwith contextlib.suppress(ImportError):\n  import p.nothing"},
    "in a function": {"p/assets.py": "def f():\n  import p.nothing"},
    "in a class": {"p/assets.py": "class A:\n  try:\n    import p.nothing\n  except ImportError: pass"},
    "of a module that is tried": {
        "p/assets.py": "try:\n  import p.h\nexcept ImportError: pass", "p/h.py": "import p.g",
    },
    "of a module that nobody imports": {"p/assets.py": "", "p/h.py": "import p.nothing"},
    "a module of the library": {"p/assets.py": "from json import dumps", "json/__init__.py": ""},
    "the future": {"p/assets.py": "from __future__ import annotations"},
}  # fmt: skip


@pytest.mark.parametrize("case", WORKING)
def test_working(tmp_path: Path, case: str) -> None:
    assert _broken(tmp_path, WORKING[case]) == []
    if case != "a module of the library":
        assert _imports(tmp_path) == ""


@pytest.mark.parametrize(
    "files",
    [
        # A circle, a library, a package that may have further folders, and a module that is not Python.
        {"p/assets.py": "from p.h import x", "p/h.py": "import p.assets"},
        {"p/assets.py": "from nowhere_at_all import x"},
        {"p/assets.py": "from q.h import x\nimport q.g", "q/h.py": ""},
        {"p/assets.py": "from p.h import x", "p/h.py": "def"},
        {"p/assets.py": "from .... import x"},
        {"p/assets.py": "from q import x", "q.py": "", "src/q.py": "x = 1"},
        {"p/assets.py": "from p.h import x", "p/h.py": "from nowhere_at_all import *"},
        # What a build makes.
        {"p/assets.py": "", "p/__init__.py": "from ._version import version"},
        {"p/assets.py": "from p import _native, _version, orders_pb2\nfrom p.orders_pb2_grpc import Stub"},
        {"p/assets.py": "from p import fast\nfrom .fast import sums", "p/fast.pyx": ""},
    ],
)
def test_nothing_is_said_where_there_is_doubt(tmp_path: Path, files: Files) -> None:
    assert _broken(tmp_path, files) == []
