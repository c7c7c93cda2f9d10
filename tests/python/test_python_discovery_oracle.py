"""Static discovery against Dagster itself: modules are really imported, and both answers compared."""

from __future__ import annotations

import importlib
import itertools
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floe_lint.python.facts import ModuleFacts
from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module
from tests.python.discovery_cases import HEAD, HIDDEN, KNOWN

dg = pytest.importorskip("dagster")

_numbers = itertools.count()


class Said(NamedTuple):
    """What matters of one asset, in a form that both sides can be brought to."""

    group: str | None
    deps: frozenset[tuple[str, ...] | None]
    tags: Mapping[str, str] | None
    kinds: frozenset[str] | None
    owners: tuple[str, ...] | None
    partitioned: bool
    automated: bool
    external: bool


def _write(folder: Path, modules: Mapping[str, str]) -> str:
    package = f"discovered_{next(_numbers)}"
    (folder / package).mkdir()
    (folder / package / "__init__.py").write_text("", encoding="utf-8")
    for name, text in modules.items():
        (folder / package / f"{name}.py").write_text(text, encoding="utf-8")
    return f"{package}.main"


def _by_dagster(folder: Path, name: str) -> dict[tuple[str, ...], Said]:
    sys.path.insert(0, str(folder))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = importlib.import_module(name)
            loaded: Any = dg.load_assets_from_modules([module])
    finally:
        sys.path.remove(str(folder))
    found = {}
    for item in loaded:
        definition = isinstance(item, dg.AssetsDefinition)
        runs = definition and item.is_executable and item.execution_type.name == "MATERIALIZATION"
        for spec in item.specs if definition else [item]:
            found[tuple(spec.key.path)] = Said(
                spec.group_name or "default",
                frozenset(tuple(dep.asset_key.path) for dep in getattr(spec, "deps", ())),
                dict(spec.tags),
                frozenset(getattr(spec, "kinds", ())),
                tuple(getattr(spec, "owners", ())),
                spec.partitions_def is not None,
                spec.automation_condition is not None,
                not runs,
            )
    return found


def _facts(folder: Path, name: str) -> ModuleFacts:
    file = find_module(name, [str(folder)], None)
    assert isinstance(file, ModuleFile)
    return read_module(file)


def _by_text(facts: ModuleFacts) -> dict[tuple[str, ...] | None, Said]:
    return {
        asset.key: Said(
            asset.group,
            frozenset(dep.key for dep in asset.deps),
            None if asset.tags is None else dict(asset.tags),
            None if asset.kinds is None else frozenset(asset.kinds),
            None if asset.owners is None else tuple(asset.owners),
            asset.partitioned,
            asset.has_automation,
            asset.is_external,
        )
        for asset in facts.assets
    }


FORMS = {
    "bare": "@asset\ndef a(context, up, other=3): pass",
    "attributes": "@asset(tags={'t': 'v'}, owners=['team:x', 'a@b.co'], group_name='g')\ndef a(_): pass",
    "compute kind is no kind": "@asset(compute_kind='python', tags={'t': 'v'})\ndef a(): pass",
    "name and prefix": "@asset(name='n', key_prefix='p')\ndef a(): pass",
    "prefix list": "@asset(key_prefix=['p', 'q'])\ndef a(): pass",
    "key list": "@dg.asset(key=['q', 'r'])\ndef a(): pass",
    "key object": "@dg.asset(key=dg.AssetKey(['q', 's']))\ndef a(): pass",
    "kinds of deps": "@asset\ndef u(): pass\n"
    "@asset(deps=[u, 'm', AssetKey('k'), AssetKey(['k', 'l']), AssetDep('d'), ['x', 'y']])\ndef a(): pass",
    "deps as tuple": "@asset(deps=('x', 'y'))\ndef a(): pass",
    "dep that is also a parameter": "@asset(deps=['up'])\ndef a(up): pass",
    "ins": "@asset(ins={'u': AssetIn('zz'), 'v': AssetIn(key_prefix=['p', 'q']),\n"
    "    'w': AssetIn(key=['t', 'u'])})\n"
    "def a(u, v, w): pass",
    "resource parameter": "@asset\ndef a(p: ResourceParam[int], up: int): pass",
    "config parameter": "class C(Config):\n    n: int = 1\n@asset\ndef a(config: C, up): pass",
    "partitions and automation": "P = StaticPartitionsDefinition(['a'])\n"
    "@asset(partitions_def=P, automation_condition=AutomationCondition.eager())\ndef a(): pass\n"
    "@asset(partitions_def=None)\ndef b(): pass",
    "several specs": "@multi_asset(specs=[AssetSpec('s', deps=['q']),\n"
    "    AssetSpec(['p', 't'], group_name='h')])\n"
    "def a(): pass",
    "specs under one group": "@multi_asset(specs=[AssetSpec('s', deps=['q']), AssetSpec('t', deps=['s'])],\n"
    "    group_name='g', partitions_def=StaticPartitionsDefinition(['a']))\ndef a(context): pass",
    "outputs": "@multi_asset(outs={'a': AssetOut(), 'b': AssetOut(key_prefix='p', group_name='g'),\n"
    "    'c': AssetOut(key=['z', 'y'])}, deps=['w'])\ndef m(up): pass",
    "all of a multi asset": "@multi_asset(outs={'a': AssetOut(), 'b': AssetOut()})\ndef m(): pass\n"
    "@asset(deps=[m])\ndef d(): pass",
    "specs alone are not loaded": "a = AssetSpec('a')\nspecs = [AssetSpec('b', deps=['a'], group_name='g')]",
    "list of sources": "sources = [SourceAsset('a'), SourceAsset('b', group_name='g')]",
    "private name": "@asset\ndef _hidden(): pass",
    "source assets": "a = SourceAsset('k', group_name='g', tags={'t': 'v'})\n"
    "b = SourceAsset(key=AssetKey(['a', 'b']))\n"
    "@observable_source_asset(name='n', key_prefix=['a', 'c'])\ndef c(): return 1",
    "graph asset": "@op\ndef o(x): return x\n"
    "@graph_asset(group_name='g', ins={'b': AssetIn(key_prefix='bb')})\ndef a(b): return o(b)",
    "checks are no assets": "@asset_check(asset='a')\ndef c(): return AssetCheckResult(passed=True)\n"
    "@asset\ndef a(): pass",
    "one asset under two names": "@asset\ndef a(): pass\nb = a\nc = [a]",
    "decorator under another name": "mine = asset\n@mine(group_name='g')\ndef a(): pass",
    "the last definition holds": "@asset(name='one')\ndef a(): pass\n@asset(name='two')\ndef a(): pass",
    "in a class or function": "class K:\n    @asset\n    def a(): pass\ndef f():\n    @asset\n    def b(): pass",
    "own function called asset": "def asset(fn): return fn\n@asset\ndef a(): pass",
    "annotated": "a: SourceAsset = SourceAsset('a')\nb: SourceAsset",
    "for type checkers only": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    @asset\n    def a(): pass",
    "in a with": "import warnings\nwith warnings.catch_warnings():\n    @asset\n    def a(): pass",
    "coroutine": "@asset\nasync def a(up): pass",
    "joined text": "@asset(name='a' 'b')\ndef a(): pass",
    "floe asset": "@floe_asset(group_name='b', inputs=['raw.a'], outputs=['b.a'],\n"
    "    compute_kind='python', deps=['z'])\n"
    "def a(context, catalog): pass\n@floe_asset\ndef b(catalog, thing=3): pass",
    "floe asset with ins": "@floe_asset(ins={'k': AssetIn('kk')})\ndef a(context, catalog, k): pass",
    "floe asset, qualified": "import floe_dagster as fd\n"
    "@fd.floe_asset(group_name='g')\ndef a(catalog): pass\n"
    "@fd.floe_asset(deps=[a])\ndef b(catalog): pass",
    "unrelated code": "import logging, os\nlog = logging.getLogger('x')\nHERE = os.path.dirname(__file__)\n"
    "@asset\ndef a(): pass",
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_what_the_text_tells_is_what_dagster_loads(body: str, tmp_path: Path) -> None:
    name = _write(tmp_path, {"main": HEAD + body + "\n"})
    facts = _facts(tmp_path, name)
    assert _by_text(facts) == _by_dagster(tmp_path, name)
    assert facts.unknowns == ()


SHARED = {
    "by name": ("@asset\ndef a(): pass\n@asset\ndef b(): pass", "from .shared import a as x"),
    "as a dependency": ("@asset\ndef a(): pass", "from .shared import a\n@asset(deps=[a])\ndef d(): pass"),
    "through the module": (
        "@asset(key_prefix='p')\ndef a(): pass",
        "from . import shared\n@asset(deps=[shared.a])\ndef d(): pass",
    ),
    "star and __all__": (
        "__all__ = ['a']\n@asset\ndef a(): pass\n@asset\ndef b(): pass",
        "from .shared import *",
    ),
    "star without __all__": ("@asset\ndef a(): pass\n@asset\ndef _b(): pass", "from .shared import *"),
    "star, then its own": (
        "@asset(group_name='c')\ndef a(): pass",
        "from .shared import *\n@asset(group_name='m')\ndef a(): pass",
    ),
    "a list": ("@asset\ndef a(): pass\nALL = [a]", "from .shared import ALL"),
}


@pytest.mark.parametrize(("shared", "main"), SHARED.values(), ids=SHARED.keys())
def test_assets_of_another_module_are_loaded_as_dagster_does(shared: str, main: str, tmp_path: Path) -> None:
    name = _write(tmp_path, {"shared": HEAD + shared + "\n", "main": HEAD + main + "\n"})
    facts = _facts(tmp_path, name)
    assert _by_text(facts) == _by_dagster(tmp_path, name)
    assert facts.unknowns == ()


COMPUTED = {
    "loop": (
        "import os\nfor n in os.environ:\n    @asset(name='a' + n)\n    def _x(): pass",
        ('"_x" is made in a loop',),
    ),
    "factory": (
        "def make(n):\n    @asset(name=n)\n    def _a(): pass\n    return _a\nx = make('q')",
        ('"x" is what make() returns',),
    ),
    "loader": (
        "from dagster import load_assets_from_modules\nx = load_assets_from_modules([])",
        ('"x" is made by load_assets_from_modules()',),
    ),
    "comprehension": (
        "import sys\nx = [SourceAsset(n) for n in sys.builtin_module_names]",
        ('"x" is computed',),
    ),
    "namespace": (
        "import os\nglobals()['x' + os.sep] = SourceAsset('a')",
        ("names are made with globals()",),
    ),
    "group": (
        "import os\n@asset(group_name=os.environ.get('NOT_SET', 'g'))\ndef a(): pass",
        ('the group of "a" is computed',),
    ),
}


@pytest.mark.parametrize(("body", "reasons"), COMPUTED.values(), ids=COMPUTED.keys())
def test_what_only_running_tells_is_said_to_be_unknown(body: str, reasons: tuple[str, ...], tmp_path: Path) -> None:
    name = _write(tmp_path, {"main": HEAD + body + "\n"})
    facts = _facts(tmp_path, name)
    assert tuple(unknown.reason for unknown in facts.unknowns) == reasons
    real = _by_dagster(tmp_path, name)
    for key, said in _by_text(facts).items():
        if key is not None:
            assert [value for value in said if value is not None] == [
                theirs for ours, theirs in zip(said, real[key], strict=True) if ours is not None
            ]


def _with_heads(modules: Mapping[str, str]) -> dict[str, str]:
    future = "from __future__ import annotations\n"
    return {
        name: text
        if text.startswith("# bare")
        else (future + HEAD + text.removeprefix(future) if text.startswith(future) else HEAD + text)
        for name, text in modules.items()
    }


@pytest.mark.parametrize("modules", KNOWN.values(), ids=KNOWN.keys())
def test_unusual_modules_are_read_as_dagster_loads_them(modules: Mapping[str, str], tmp_path: Path) -> None:
    name = _write(tmp_path, _with_heads(modules))
    facts = _facts(tmp_path, name)
    assert _by_text(facts) == _by_dagster(tmp_path, name)
    assert facts.unknowns == ()


@pytest.mark.parametrize(("modules", "reasons"), HIDDEN.values(), ids=HIDDEN.keys())
def test_what_is_not_certain_is_unknown_and_never_wrong(
    modules: Mapping[str, str], reasons: tuple[str, ...], tmp_path: Path
) -> None:
    name = _write(tmp_path, _with_heads(modules))
    facts = _facts(tmp_path, name)
    package = name.partition(".")[0]
    assert [unknown.reason for unknown in facts.unknowns] == [
        reason.replace("{package}", package) for reason in reasons
    ]
    real = _by_dagster(tmp_path, name)
    for key, said in _by_text(facts).items():
        if key is None:
            continue
        theirs = real[key]
        assert (said.group in (None, theirs.group), said.external) == (True, theirs.external)
        assert said.deps - {None} <= theirs.deps
        for ours, its in ((said.tags, theirs.tags), (said.kinds, theirs.kinds), (said.owners, theirs.owners)):
            assert ours is None or ours == its


_names = st.sampled_from(["a", "b", "c", "d", "e", "f"])
_groups = st.sampled_from([None, "bronze", "gold"])
_prefixes = st.sampled_from([None, "p", ["p", "q"]])


@st.composite
def _modules(draw: st.DrawFn) -> str:
    """Modules of distinct assets in several forms, each depending only on earlier ones and on strangers."""
    lines = [HEAD]
    for index, name in enumerate(draw(st.lists(_names, unique=True, min_size=1, max_size=6))):
        earlier = [line.split()[1].split("(")[0] for line in lines if line.startswith("def ")]
        deps = draw(st.lists(st.sampled_from([*earlier, "'out'", "AssetKey(['s', 't'])"]), unique=True, max_size=3))
        arguments = [f"deps=[{', '.join(deps)}]"] if deps else []
        group, prefix = draw(_groups), draw(_prefixes)
        if group:
            arguments.append(f"group_name={group!r}")
        if draw(st.booleans()):
            arguments.append("tags={'t': 'v'}")
        form = draw(st.sampled_from(["asset", "dg.asset", "floe_asset", "spec", "multi"]))
        if form == "spec":
            key = [f"k{index}"] if prefix is None else [*([prefix] if isinstance(prefix, str) else prefix), name]
            lines.append(f"@multi_asset(specs=[AssetSpec({', '.join([repr(key), *arguments])})])")
            lines.append(f"def {name}(context): pass")
        elif form == "multi":
            shared = ", ".join(argument for argument in arguments if not argument.startswith("tags"))
            lines.append(f"@multi_asset(outs={{'{name}1': AssetOut(), '{name}2': AssetOut()}}, {shared})")
            lines.append(f"def {name}(context): pass")
        else:
            if prefix is not None:
                arguments.append(f"key_prefix={prefix!r}")
            lines.append(f"@{form}({', '.join(arguments)})")
            parameters = draw(st.sampled_from(["", "context", "context, up"]) if form != "floe_asset" else st.just("x"))
            lines.append(f"def {name}({parameters}): pass")
    return "\n".join(lines) + "\n"


@given(text=_modules())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_composed_modules_are_read_as_dagster_loads_them(text: str, tmp_path: Path) -> None:
    name = _write(tmp_path, {"main": text})
    facts = _facts(tmp_path, name)
    assert _by_text(facts) == _by_dagster(tmp_path, name)
    assert facts.unknowns == ()
