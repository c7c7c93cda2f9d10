"""What is said to be refused is what Dagster and ``@floe_asset`` refuse when a module is loaded."""

from __future__ import annotations

import importlib.util
import inspect
import itertools
import warnings
from pathlib import Path
from typing import Any

import pytest

from floe_lint.python.facts import ModuleFacts
from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module
from floe_lint.python.refusals import ACCEPTED, HIDDEN

dg = pytest.importorskip("dagster")
floe_asset: Any = pytest.importorskip("floe_dagster").floe_asset

_numbers = itertools.count()

HEAD = """\
from typing import Any, Optional
import functools
import dagster as dg
from dagster import asset, graph_asset, graph_multi_asset, multi_asset, observable_source_asset
from floe_dagster import floe_asset
@dg.op(out={"a": dg.Out()})
def made():
    return 1
"""
FORMS = {
    "asset": "@asset({})\ndef x(context): ...\n",
    "floe_asset": "@floe_asset({})\ndef x(context): ...\n",
    "multi_asset": "@multi_asset(outs={{'a': dg.AssetOut()}}, {})\ndef x(context): ...\n",
    "graph_asset": "@graph_asset({})\ndef x(): return made()\n",
    "graph_multi_asset": "@graph_multi_asset(outs={{'a': dg.AssetOut()}}, {})\ndef x(): return {{'a': made()}}\n",
    "observable_source_asset": "@observable_source_asset({})\ndef x(context): ...\n",
    "multi_observable_source_asset": (
        "@dg.multi_observable_source_asset(specs=[dg.AssetSpec('a')], {})\ndef x(context): ...\n"
    ),
}
LITERALS = (
    "None", "'text'", "''", "1", "0", "1.5", "True", "False", "['text']", "[]", "('text',)", "{'text'}", "{'a': 'b'}",
    "{}", "{'a': 1}", "{'a': True}", "{'a': None}", "{'a': ['b']}", "{1: 'a'}", "[1]", "[None]", "['']", "{1}",
    "{'a': dg.AssetKey('b')}", "{'a': dg.AssetIn('b')}", "b'x'", "[('a', 1)]",
)  # fmt: skip
KEYWORDS = sorted(frozenset().union(*ACCEPTED.values(), *HIDDEN.values()) - {"compute_fn", "compose_fn"})


def _facts(folder: Path, text: str, head: str = HEAD) -> ModuleFacts:
    (folder / "main.py").write_text(head + text, encoding="utf-8")
    found = find_module("main", [str(folder)], None)
    assert isinstance(found, ModuleFile)
    return read_module(found)


def _messages(folder: Path, text: str, head: str = HEAD) -> list[str]:
    return [refusal.message for refusal in _facts(folder, text, head).refusals]


def _refused_by_dagster(folder: Path, text: str, head: str = HEAD) -> str | None:
    path = folder / f"loaded_{next(_numbers)}.py"
    path.write_text(head + text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


@pytest.mark.parametrize("keyword", KEYWORDS)
@pytest.mark.parametrize("decorator", FORMS)
def test_whatever_is_reported_is_refused(decorator: str, keyword: str, tmp_path: Path) -> None:
    for literal in LITERALS:
        if keyword in ("outs", "specs") and f"{keyword}=" in FORMS[decorator]:
            continue
        text = FORMS[decorator].format(f"{keyword}={literal}")
        said = [one for one in _messages(tmp_path, text) if "each letter" not in one]
        if said:
            assert _refused_by_dagster(tmp_path, text) is not None, f"{text}{said}"


@pytest.mark.parametrize("decorator", ["asset", "floe_asset", "multi_asset"])
def test_dagster_takes_each_letter_of_a_text_for_an_asset(decorator: str, tmp_path: Path) -> None:
    text = FORMS[decorator].format("deps='users'")
    assert _messages(tmp_path, text) == [
        'asset "x" gives "deps" as text, of which Dagster takes each letter for an asset; give a list: ["users"]'
    ]
    names: dict[str, Any] = {}
    exec(HEAD + text, names)
    upstream = {key.to_user_string() for deps in names["x"].asset_deps.values() for key in deps}
    assert upstream == set("users")


def _parameters(decorator: Any) -> set[str]:
    """What a decorator of Dagster takes, with what it does not show."""
    shown = set(inspect.signature(decorator).parameters) - {"kwargs"}
    return shown | set(getattr(decorator, "_deprecated_params", {}))


@pytest.mark.parametrize("decorator", sorted(set(ACCEPTED) - {"floe_asset"}))
def test_the_keywords_are_those_of_dagster(decorator: str) -> None:
    assert ACCEPTED[decorator] | HIDDEN.get(decorator, frozenset()) == _parameters(getattr(dg, decorator))


def test_the_keywords_of_floe_asset_are_its_own_and_those_of_asset() -> None:
    parameters = inspect.signature(floe_asset).parameters
    assert parameters["options"].kind is inspect.Parameter.VAR_KEYWORD
    own = {name for name, one in parameters.items() if one.kind is inspect.Parameter.KEYWORD_ONLY}
    assert ACCEPTED["floe_asset"] | HIDDEN["floe_asset"] == own | _parameters(dg.asset)
    assert "kwargs" not in inspect.signature(dg.multi_observable_source_asset).parameters


CONTEXTS = (
    "str", "Any", "None", "'str'", "'dg.AssetExecutionContext'", "dg.AssetExecutionContext", "dg.OpExecutionContext",
    "dg.AssetCheckExecutionContext", "dg.SensorEvaluationContext", "Optional[dg.AssetExecutionContext]", "Mine",
    "dg.AssetExecutionContext | None", "dict[str, str]",
)  # fmt: skip
NOT_FOLLOWED = ("Optional[dg.AssetExecutionContext]", "dg.AssetExecutionContext | None", "dict[str, str]")
POSTPONED = "from __future__ import annotations\n"
SIGNATURES = (
    "context: {}",
    "_: {}",
    "context: {}, /",
    "*, context: {}",
    "*context: {}",
    "ctx: {}",
    "context_: {} = None",
)


@pytest.mark.parametrize("postponed", ["", POSTPONED], ids=["", "postponed"])
@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("decorator", [one for one in FORMS if not one.startswith("graph")])
def test_annotations_of_the_context_are_judged_as_dagster_judges_them(
    decorator: str, signature: str, postponed: str, tmp_path: Path
) -> None:
    head = postponed + HEAD + "class Mine(dg.AssetExecutionContext): ...\n"
    for annotation in CONTEXTS:
        text = FORMS[decorator].format("").replace("x(context)", f"x({signature.format(annotation)})")
        said, refused = _messages(tmp_path, text, head), _refused_by_dagster(tmp_path, text, head)
        if postponed or annotation not in NOT_FOLLOWED:
            assert bool(said) == ("Cannot annotate" in (refused or "")), f"{text}{said} {refused}"
        else:
            assert said == []


FUNCTIONS: dict[str, list[str]] = {
    "@floe_asset\nasync def x(context): ...\n": [
        'asset "x" is an async function, which @floe_asset refuses; make it a plain one, or use @asset'
    ],
    "async def x(context):\n    yield 1\ny = floe_asset(name='y')(x)\n": [
        'asset "x" is an async function, which @floe_asset refuses; make it a plain one, or use @asset'
    ],
    "@asset\nasync def x(context): ...\n": [],
    "def plain(function):\n    @functools.wraps(function)\n    def run(context): ...\n    return run\n"
    "@floe_asset\n@plain\nasync def x(context): ...\n": [],
    "@asset\ndef x(context: str): ...\n": [
        'asset "x" annotates "context" with a type that Dagster refuses; write AssetExecutionContext'
    ],
    "@asset\ndef x(_: 'dg.AssetExecutionContext'): ...\n": [
        'asset "x" annotates "_" with text, which Dagster refuses; leave out the quotes or the annotation'
    ],
    "@floe_asset('bronze')\ndef x(context): ...\n": [
        'an asset gives @floe_asset text in place of a function; name the argument, such as group_name="bronze"'
    ],
    "@asset(['bronze'])\ndef x(context): ...\n": [
        "an asset gives @asset a list in place of a function; name the argument"
    ],
    "@floe_asset(None)\ndef x(context): ...\n": [],
}


@pytest.mark.parametrize("text", FUNCTIONS)
def test_functions(text: str, tmp_path: Path) -> None:
    assert _messages(tmp_path, text) == FUNCTIONS[text]
    assert (_refused_by_dagster(tmp_path, text) is not None) == bool(FUNCTIONS[text])


TOGETHER: dict[str, list[str]] = {
    "@asset(key='a', name='b')\ndef x(): ...\n": [
        'asset "x" gives "name" together with "key", which Dagster refuses; keep "key"'
    ],
    "@floe_asset(key=dg.AssetKey('a'), key_prefix=['b'])\ndef x(): ...\n": [
        'asset "x" gives "key_prefix" together with "key", which Dagster refuses; keep "key", with the prefix in it'
    ],
    "@observable_source_asset(key='a', name='b')\ndef x(): ...\n": [
        'asset "x" gives "name" together with "key", which Dagster refuses; keep "key"'
    ],
    "@graph_asset(key='a', name='b')\ndef x(): return made()\n": [
        'asset "x" gives "name" together with "key", which Dagster refuses; keep "key"'
    ],
    "@asset(key='a', name='', key_prefix=[])\ndef x(): ...\n": [],
    "@asset(key='', name='b')\ndef x(): ...\n": [],
    "@floe_asset(compute_kind='sql', kinds=['python'])\ndef x(): ...\n": [
        'asset "x" gives "compute_kind" together with "kinds", which Dagster refuses; add it to "kinds"'
    ],
    "@asset(compute_kind='', kinds={'python'})\ndef x(): ...\n": [],
    "@asset(compute_kind='sql', kinds=set())\ndef x(): ...\n": [],
    "@multi_asset(specs=[dg.AssetSpec('a')], outs={'b': dg.AssetOut()})\ndef x(): ...\n": [
        'asset "x" gives "outs" together with "specs", which Dagster refuses; keep one of them'
    ],
    "@multi_asset(specs=[], outs={'b': dg.AssetOut()})\ndef x(): ...\n": [],
    "@multi_asset(specs=[dg.AssetSpec('a')], deps=['b'])\ndef x(): ...\n": [
        'asset "x" gives "deps" together with "specs", which Dagster refuses; give deps to each AssetSpec'
    ],
    "@multi_asset(specs=[dg.AssetSpec('a')], deps=[], internal_asset_deps={})\ndef x(): ...\n": [],
}


@pytest.mark.parametrize("text", TOGETHER)
def test_arguments_that_exclude_each_other(text: str, tmp_path: Path) -> None:
    assert _messages(tmp_path, text) == TOGETHER[text]
    assert (_refused_by_dagster(tmp_path, text) is not None) == bool(TOGETHER[text])


ARGUMENTS: dict[str, dict[str, str | None]] = {
    "floe_asset": {
        "group='a'": '{} gives @floe_asset the argument "group", which it does not take; did you mean "group_name"?',
        "inputs='raw.a'": '{} gives "inputs" as text, which @floe_asset refuses; give a list: ["raw.a"]',
        "outputs=''": '{} gives "outputs" as text, which @floe_asset refuses; give a list of table names',
        "inputs=['']": '{} has an empty text in "inputs", which @floe_asset refuses; name tables only',
        "outputs=[1]": '{} has a number in "outputs", which @floe_asset refuses; name tables only',
        "partitions_def='daily'": (
            '{} gives "partitions_def" as text, which Dagster refuses; '
            'set "partitions" under orchestration.assets in floe.yaml, or give a PartitionsDefinition'
        ),
        "automation_condition='eager'": (
            '{} gives "automation_condition" as text, which Dagster refuses; '
            "set it under orchestration.assets in floe.yaml, or give an AutomationCondition"
        ),
        "backfill_policy='lazy'": (
            '{} gives "backfill_policy" as text, which Dagster refuses; '
            "set it under orchestration.assets in floe.yaml, or give a BackfillPolicy"
        ),
        "required_resource_keys=['db']": None,
        "metadata=[('rows', 1)]": None,
    },
    "asset": {
        "partition='a'": (
            '{} gives @asset the argument "partition", which it does not take; did you mean "partitions_def"?'
        ),
        "owner=[]": '{} gives @asset the argument "owner", which it does not take; did you mean "owners"?',
        "policy=None": '{} gives @asset the argument "policy", which it does not take; leave it out',
        "outputs=['a']": '{} gives @asset the argument "outputs", which it does not take; @floe_asset does',
        "tags={'a': 1}": '{} gives the tag "a" as a number, which Dagster refuses; give text, such as "1"',
        "tags={'a': True}": '{} gives the tag "a" as True, which Dagster refuses; give text, such as "true"',
        "tags={'a': ['b']}": '{} gives the tag "a" as a list, which Dagster refuses; give text',
        "tags={1: 'a'}": "{} has a tag named 1, which Dagster refuses; name it by a text",
        "tags=[]": (
            '{} gives "tags" as a list, which Dagster refuses; give a dict of texts, such as {{"priority": "high"}}'
        ),
        "owners='team:a'": '{} gives "owners" as text, which Dagster refuses; give a list: ["team:a"]',
        "owners={'team:a'}": '{} gives "owners" as a set, which Dagster refuses; give a list of texts',
        "owners=[1]": "{} gives an owner as a number, which Dagster refuses; give text",
        "required_resource_keys=['a', 'b']": (
            '{} gives "required_resource_keys" as a list, which Dagster refuses; give a set: {{"a", "b"}}'
        ),
        "required_resource_keys=[]": '{} gives "required_resource_keys" as a list, which Dagster refuses; give a set',
        "code_version=2": '{} gives "code_version" as a number, which Dagster refuses; give text: "2"',
        "group_name=True": '{} gives "group_name" as True, which Dagster refuses; give text',
        "output_required=1": '{} gives "output_required" as a number, which Dagster refuses; give True or False',
        "deps=[None]": "{} depends on None, which Dagster refuses; name an asset",
        "ins={'context': 'a'}": (
            '{} gives the input "context" without AssetIn, which Dagster refuses; give AssetIn("a")'
        ),
        "ins={'context': dg.AssetKey('a')}": (
            '{} gives the input "context" without AssetIn, which Dagster refuses; give an AssetIn'
        ),
        "kinds='python'": None,
        "name=''": None,
    },
    "multi_asset": {
        "tags={}": '{} gives @multi_asset the argument "tags", which it does not take; give it to each of its assets',
        "can_subset=1": '{} gives "can_subset" as a number, which Dagster refuses; give True or False',
    },
    "observable_source_asset": {"nonsense=1": None, "owners='team:a'": None},
}


@pytest.mark.parametrize(
    ("decorator", "argument"), [(decorator, one) for decorator, found in ARGUMENTS.items() for one in found]
)
def test_arguments(decorator: str, argument: str, tmp_path: Path) -> None:
    text = FORMS[decorator].format(argument)
    message = ARGUMENTS[decorator][argument]
    assert _messages(tmp_path, text) == ([] if message is None else [message.format('asset "x"')])
    assert (_refused_by_dagster(tmp_path, text) is not None) == (message is not None)


NOT_SURE = (
    "import os\n@asset(tags=os.environ, owners=os.getenv('A'), partitions_def=os.getenv('B'))\ndef x(): ...\n",
    "def make():\n    @asset(group='a')\n    def x(): ...\n    return x\n",
    "try:\n    @asset(group='a')\n    def x(): ...\nexcept TypeError:\n    pass\n",
    "import os\nif os.getenv('A'):\n    @asset(group='a')\n    def x(): ...\n",
    "import os\nx = os.getenv('A') and asset(group='a')(lambda: 1)\n",
    "import os\nx = asset(group='a')(lambda: 1) if os.getenv('A') else None\n",
    "import os\nfor _ in 'ab':\n    if not os.getenv('A'):\n        continue\n    asset(group='a')(lambda: 1)\n",
    "late = functools.partial(asset, group='a')\n",
    "if __name__ == '__main__':\n    @asset(group='a')\n    def x(): ...\n",
)


@pytest.mark.parametrize("text", NOT_SURE)
def test_what_may_not_run_is_passed_over(text: str, tmp_path: Path) -> None:
    if "os.environ" not in text:
        assert _refused_by_dagster(tmp_path, text) is None
    assert _messages(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "line", "columns"),
    [
        ("@floe_asset(name='é', group='a')\ndef x(): ...\n", 1, (23, 28)),
        ("@floe_asset(\n    tags={'a': 'b', 'c': 1},\n)\ndef x(): ...\n", 2, (26, 27)),
        ("MORE = {'group': 'a'}\n@floe_asset(**MORE)\ndef x(): ...\n", 1, (18, 21)),
        ("bronze = functools.partial(floe_asset, group='a')\n@bronze(name='b')\ndef x(): ...\n", 1, (46, 49)),
        ("@floe_asset(name='b')\nasync def x(): ...\n", 2, (11, 12)),
        ("@asset\ndef x(context: str): ...\n", 2, (16, 19)),
    ],
)
def test_the_place(text: str, line: int, columns: tuple[int, int], tmp_path: Path) -> None:
    assert _refused_by_dagster(tmp_path, text) is not None
    (refusal,) = _facts(tmp_path, text).refusals
    span = refusal.place.span
    assert (span.line - HEAD.count("\n"), span.end_line - HEAD.count("\n")) == (line, line)
    assert (span.column, span.end_column) == columns


def test_what_imported_modules_refuse_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text(HEAD + "from main import x\n@asset(group='a')\ndef y(): ...\n", encoding="utf-8")
    facts = _facts(tmp_path, "@asset(groups='a')\ndef x(): ...\nfrom other import y\nfrom other import made as z\n")
    assert sorted(Path(one.place.path).name for one in facts.refusals) == ["main.py", "other.py"]
