"""Functions of assets that are defined twice: which first ones are certainly lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module
from tests.python.discovery_cases import HEAD

FIRST = "@asset(name='first')\ndef b(): ...\n"
SECOND = "@asset(name='second')\ndef b(): ...\n"

LOST = {
    "nothing between": FIRST + SECOND,
    "used after both": FIRST + SECOND + "@asset(deps=[b])\ndef c(): ...\nkept = [b]\n",
    "other definitions between": FIRST + "LIMIT = 3\n@floe_asset\ndef c(context):\n    return 1\n" + SECOND,
    "a parameter of that name": FIRST + "@asset\ndef c(b): ...\n" + SECOND,
    "a logger before both": "import logging\nlog = logging.getLogger(__name__)\n" + FIRST + SECOND,
    "looked up after both": FIRST + SECOND + "everything = list(globals().values())\n",
    "a helper of another module": "from .helpers import plain\n" + FIRST + "x = plain()\n" + SECOND,
    "the body of the first": "@asset\ndef b():\n    return locals()\n" + SECOND,
}
KEPT = {
    "another name": FIRST + "kept = b\n" + SECOND,
    "an item": FIRST + "kept = [b]\n" + SECOND,
    "an argument": FIRST + "print(b)\n" + SECOND,
    "a decorator of the second": FIRST + "@asset(deps=[b])\ndef b(): ...\n",
    "a default of the second": FIRST + "@asset\ndef b(context, x=b): ...\n",
    "a function called between": "def keep():\n    return [b]\n" + FIRST + "kept = keep()\n" + SECOND,
    "a global of a function": "def drop():\n    global b\n" + FIRST + "drop()\n" + SECOND,
    "deleted": FIRST + "del b\n" + SECOND,
    "set to something else": FIRST + "b = None\n" + SECOND,
    "changed": FIRST + "b = b.with_attributes(group_names_by_key={})\n",
    "given another name first": FIRST + "@asset\ndef c(): ...\nkept = b\nb = c\n",
    "globals": FIRST + "kept = list(globals().values())\n" + SECOND,
    "loaded": FIRST + "kept = dg.load_assets_from_current_module()\n" + SECOND,
    "by the name of the module": FIRST + "import sys\nkept = vars(sys.modules[__name__])['b']\n" + SECOND,
    "a helper that looks": "from .helpers import looking\n" + FIRST + "x = looking()\n" + SECOND,
    "a module that imports this one": FIRST + "from . import helpers\n" + SECOND,
    "a condition": FIRST + "if LIMIT:\n    @asset(name='second')\n    def b(): ...\n",
    "two branches": "if LIMIT:\n    @asset\n    def b(): ...\nelse:\n    @asset\n    def b(): ...\n",
    "tried": "try:\n    @asset\n    def b(): ...\nexcept ImportError:\n    @asset\n    def b(): ...\n",
    "a loop": "for n in 'xy':\n    @asset(name=n)\n    def b(): ...\n    globals()[n] = b\n",
    "a class": FIRST + "class A:\n    @asset\n    def b(): ...\n",
    "registered": "def register(one):\n    return one\n@register\n" + FIRST + SECOND,
    "no asset": "def b(): ...\n" + SECOND,
}


def _read(folder: Path, text: str) -> list[tuple[object, ...]]:
    (folder / "shop").mkdir()
    (folder / "shop" / "__init__.py").write_text("", encoding="utf-8")
    helpers = "import sys\ndef plain(): return 1\ndef looking(): return sys._getframe(1).f_locals\n"
    (folder / "shop" / "helpers.py").write_text(helpers, encoding="utf-8")
    (folder / "shop" / "main.py").write_text(HEAD + text, encoding="utf-8")
    file = find_module("shop.main", [str(folder)], None)
    assert isinstance(file, ModuleFile)
    lines = HEAD.count("\n")
    return [
        (one.name, one.key, *(place.span.line - lines for place in (one.place, one.again, one.kept)))
        for one in read_module(file).lost
    ]


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_lost(text: str, tmp_path: Path) -> None:
    defined = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("def b(")]
    assert _read(tmp_path, text) == [("b", None, *defined, defined[-1])]


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_kept(text: str, tmp_path: Path) -> None:
    assert _read(tmp_path, text) == []


def test_three_of_one_key(tmp_path: Path) -> None:
    text = "@asset\ndef b(): ...\n" * 3
    assert _read(tmp_path, text) == [("b", ("b",), 2, 4, 6), ("b", ("b",), 4, 6, 6)]


def test_another_asset_gets_the_name(tmp_path: Path) -> None:
    text = "@asset\ndef b(): ...\n@asset(name='b')\ndef build_b(): ...\nb = build_b\n"
    assert _read(tmp_path, text) == [("b", ("b",), 2, 5, 5)]
