"""What is said to be refused of ``AssetSpec`` and its like is what Dagster refuses when a module is loaded."""

from __future__ import annotations

import inspect
import itertools
from pathlib import Path
from typing import Any

import pytest

from floe_lint.dagster.api_arguments import BY_NAME, BY_POSITION
from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module
from tests.python.test_refusals import LITERALS

dg = pytest.importorskip("dagster")

HEAD = "import os\nimport dagster as dg\n"
KEYS = {"AssetSpec": "key='k'", "SourceAsset": "key='k'", "AssetDep": "asset='k'"}


def _messages(folder: Path, expression: str) -> list[str]:
    (folder / "main.py").write_text(f"{HEAD}x = {expression}\n", encoding="utf-8")
    found = find_module("main", [str(folder)], None)
    assert isinstance(found, ModuleFile)
    return [refusal.message for refusal in read_module(found).refusals]


def _refused_by_dagster(expression: str) -> str | None:
    names: dict[str, Any] = {}
    exec(HEAD, names)
    try:
        eval(expression, names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("name", BY_POSITION)
def test_the_arguments_are_those_of_dagster(name: str) -> None:
    made = getattr(dg, name)
    signature = inspect.signature(made.__init__ if name in ("AssetOut", "SourceAsset") else made.__new__)
    parameters = list(signature.parameters.values())[1:]
    by_position = [one.name for one in parameters if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    by_name = {one.name for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}
    hidden = set(getattr(made, "_deprecated_params", {}))
    assert list(BY_POSITION[name]) == by_position
    assert BY_NAME[name] == by_name | hidden


@pytest.mark.parametrize(
    ("name", "argument"),
    [(name, one) for name, known in BY_POSITION.items() for one in sorted({*known, *BY_NAME[name], "nonsense"})],
)
def test_whatever_is_reported_is_refused(name: str, argument: str, tmp_path: Path) -> None:
    for literal in LITERALS:
        given = KEYS.get(name, "")
        expression = f"dg.{name}({'' if given.startswith(argument) else given + ', '}{argument}={literal})"
        said = [one for one in _messages(tmp_path, expression.replace("(, ", "(")) if "each letter" not in one]
        if said:
            assert _refused_by_dagster(expression.replace("(, ", "(")) is not None, f"{expression}: {said}"


@pytest.mark.parametrize(("name", "first", "second"), [
    (name, *pair) for name in BY_POSITION for pair in itertools.product(LITERALS[:8], repeat=2)
])  # fmt: skip
def test_arguments_without_names(name: str, first: str, second: str, tmp_path: Path) -> None:
    expression = f"dg.{name}({first}, {second})"
    if _messages(tmp_path, expression):
        assert _refused_by_dagster(expression) is not None


def test_dagster_takes_each_letter_of_a_text_for_an_asset(tmp_path: Path) -> None:
    assert _messages(tmp_path, "dg.AssetSpec('raw', deps='ab')") == [
        'asset "raw" gives "deps" as text, of which Dagster takes each letter for an asset; give a list: ["ab"]'
    ]
    assert [dep.asset_key.to_user_string() for dep in dg.AssetSpec("raw", deps="ab").deps] == ["a", "b"]


FLOE = "set it under orchestration.assets in floe.yaml, or give an AutomationCondition"
CASES: dict[str, str | None] = {
    "dg.AssetSpec('raw', group='bronze')": (
        'asset "raw" gives AssetSpec the argument "group", which it does not take; did you mean "group_name"?'
    ),
    "dg.AssetSpec('raw', ['up'])": 'asset "raw" gives AssetSpec too many arguments; name them',
    "dg.AssetSpec()": "an asset gives AssetSpec no key; name the asset",
    "dg.AssetSpec(1)": 'an asset gives "key" as a number, which Dagster refuses; name the asset by a text',
    "dg.AssetSpec(['a', 'b'], owners='team:data')": (
        'asset "a/b" gives "owners" as text, which Dagster refuses; give a list: ["team:data"]'
    ),
    "dg.AssetSpec('raw', tags={'priority': 1})": (
        'asset "raw" gives the tag "priority" as a number, which Dagster refuses; give text, such as "1"'
    ),
    "dg.AssetSpec('raw', automation_condition='eager')": (
        f'asset "raw" gives "automation_condition" as text, which Dagster refuses; {FLOE}'
    ),
    "dg.AssetSpec('raw', code_version=2)": (
        'asset "raw" gives "code_version" as a number, which Dagster refuses; give text: "2"'
    ),
    "dg.AssetSpec('raw', kinds=['python'], deps=['a', dg.AssetKey('b')], metadata={'a': 1})": None,
    "dg.AssetSpec(os.environ['HOME'], description=os.getenv('NOT_THERE'), **{})": None,
    "dg.AssetOut(kinds=['python'])": (
        'an asset gives "kinds" as a list, which Dagster refuses; give a set: {"python"}'
    ),
    "dg.AssetOut('a', 'b')": (
        'asset "b" gives "key_prefix" together with "key", which Dagster refuses; keep "key", with the prefix in it'
    ),
    "dg.AssetOut(key_prefix='a', key='b')": (
        'asset "b" gives "key_prefix" together with "key", which Dagster refuses; keep "key", with the prefix in it'
    ),
    "dg.AssetOut(deps=['a'])": ('an asset gives AssetOut the argument "deps", which it does not take; leave it out'),
    "dg.AssetIn(asset='a')": 'an input gives AssetIn the argument "asset", which it does not take; leave it out',
    "dg.AssetIn(key='a', key_prefix='b')": (
        'an input gives "key_prefix" together with "key", which Dagster refuses; keep "key", with the prefix in it'
    ),
    "dg.AssetDep(key='a')": 'a dependency gives AssetDep the argument "key", which it does not take; leave it out',
    "dg.AssetDep('a', partition_mapping='all')": (
        'a dependency gives "partition_mapping" as text, which Dagster refuses; give a PartitionMapping'
    ),
    "dg.SourceAsset('a', deps=['b'])": (
        'asset "a" gives SourceAsset the argument "deps", which it does not take; leave it out'
    ),
    "dg.SourceAsset(*['a'])": None,
}


@pytest.mark.parametrize("expression", CASES)
def test_cases(expression: str, tmp_path: Path) -> None:
    message = CASES[expression]
    assert _messages(tmp_path, expression) == ([] if message is None else [message])
    assert (_refused_by_dagster(expression) is not None) == (message is not None)


@pytest.mark.parametrize(
    "text",
    [
        "dg.AssetSpec('a', group='b') if os.getenv('A') else None",
        "[dg.AssetSpec(name, group='b') for name in os.listdir('/nowhere')] if os.path.exists('/nowhere') else []",
        "lambda: dg.AssetSpec('a', group='b')",
    ],
)
def test_what_may_not_run_is_passed_over(text: str, tmp_path: Path) -> None:
    assert _refused_by_dagster(text) is None
    assert _messages(tmp_path, text) == []
