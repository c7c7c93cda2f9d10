"""Partitions in Python code are equal where Dagster takes them for equal, and differ only where it does."""

from __future__ import annotations

import inspect
import itertools
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from floe_lint.dagster.partitions.definitions import Definition, Dynamic, Multi, Static, TimeWindow
from floe_lint.dagster.partitions.identity import PARAMETERS, Identity, difference, identity_of
from floe_lint.python.facts import ModuleFacts
from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module

dg = pytest.importorskip("dagster")

KNOWN = (
    'dg.DailyPartitionsDefinition("2024-01-01")',
    'dg.DailyPartitionsDefinition(datetime(2024, 1, 1), end_date="", exclusions=[])',
    "dg.DailyPartitionsDefinition(datetime(2024, 1, day=1, hour=6))",
    'dg.DailyPartitionsDefinition("2025-01-01")',
    'dg.DailyPartitionsDefinition("2024-01-01", "2024-06-01")',
    'dg.DailyPartitionsDefinition("2024-01-01", end_offset=1)',
    'dg.DailyPartitionsDefinition("2024-01-01", hour_offset=3, minute_offset=30)',
    'dg.DailyPartitionsDefinition("2024-01-01", timezone="UTC", fmt=None)',
    'dg.DailyPartitionsDefinition("2024-01-01", timezone="Etc/UTC")',
    'dg.DailyPartitionsDefinition("2024-01-01", timezone="Europe/Berlin")',
    'dg.DailyPartitionsDefinition("2024-01-01", exclusions=["0 0 * * 0"])',
    'dg.DailyPartitionsDefinition("20240101", fmt="%Y%m%d")',
    'dg.TimeWindowPartitionsDefinition("2024-01-01", "%Y-%m-%d", cron_schedule="0 0 * * *")',
    'dg.TimeWindowPartitionsDefinition("2024-01-01", "%Y-%m-%d", cron_schedule="30 3 * * *")',
    'dg.TimeWindowPartitionsDefinition("2024-01-01", fmt="%Y-%m-%d", cron_schedule="@daily")',
    'dg.TimeWindowPartitionsDefinition("2024-01-01", "%Y-%m-%d", cron_schedule="0 0 * * 0")',
    'dg.TimeWindowPartitionsDefinition("2024-01-01", "%Y-%m-%d", cron_schedule="0 0 5 * *")',
    'dg.WeeklyPartitionsDefinition("2024-01-01")',
    'dg.WeeklyPartitionsDefinition("2024-01-01", None, 0, 0, 2)',
    'dg.MonthlyPartitionsDefinition("2024-01-01")',
    'dg.MonthlyPartitionsDefinition("2024-01-01", day_offset=5)',
    'dg.HourlyPartitionsDefinition("2024-01-01-00:00")',
    'dg.HourlyPartitionsDefinition(datetime(2024, 1, 1), None, 0, "UTC")',
    'dg.StaticPartitionsDefinition(["a", "b"])',
    'dg.StaticPartitionsDefinition(partition_keys=["b", "a"])',
    'dg.StaticPartitionsDefinition(("a", "b"))',
    'dg.StaticPartitionsDefinition(["a"])',
    'dg.DynamicPartitionsDefinition(name="a")',
    'dg.DynamicPartitionsDefinition(None, "b")',
    'dg.MultiPartitionsDefinition({"d": dg.DailyPartitionsDefinition("2024-01-01"), "s": STATIC})',
    'dg.MultiPartitionsDefinition({"s": STATIC, "d": dg.DailyPartitionsDefinition(datetime(2024, 1, 1))})',
    'dg.MultiPartitionsDefinition({"s": STATIC, "d": dg.DailyPartitionsDefinition("2025-01-01")})',
    'dg.MultiPartitionsDefinition({"s": STATIC, "e": dg.DailyPartitionsDefinition("2024-01-01")})',
)
"""Every argument is in the text."""

DECLARED: dict[str, Definition] = {
    KNOWN[0]: TimeWindow("2024-01-01", "@daily", zone="utc"),
    KNOWN[3]: TimeWindow("2025-01-01", "0 0 * * *"),
    KNOWN[16]: TimeWindow("2024-01-01T00:00", "0 0 5 * *"),
    KNOWN[21]: TimeWindow("2024-01-01", "@hourly"),
    KNOWN[23]: Static(("a", "b")),
    KNOWN[27]: Dynamic("a"),
    KNOWN[29]: Multi((("s", Static(("a", "b"))), ("d", TimeWindow("2024-01-01", "0 0 * * *")))),
}
"""What floe.yaml says to get the same."""

UNKNOWN = (
    "dg.DailyPartitionsDefinition(os.environ['START'])",
    "dg.DailyPartitionsDefinition('2024-01-01', timezone=os.environ['ZONE'])",
    "dg.DailyPartitionsDefinition(**OPTIONS)",
    "dg.HourlyPartitionsDefinition(datetime.fromisoformat(os.environ['START']))",
    "dg.TimeWindowPartitionsDefinition('2024-01-01', '%Y-%m-%d', schedule_type=ScheduleType.DAILY)",
    "dg.TimeWindowPartitionsDefinition('2024-01-01', '%Y-%m-%d', cron_schedule=os.environ['CRON'])",
    "dg.StaticPartitionsDefinition(os.environ['KEYS'].split(','))",
    "dg.DynamicPartitionsDefinition(lambda _: [])",
    "dg.DynamicPartitionsDefinition(name=os.environ['NAME'])",
    "dg.MultiPartitionsDefinition({'s': dg.StaticPartitionsDefinition(os.environ['KEYS'].split(',')), 'd': DAILY})",
    "dg.MultiPartitionsDefinition({name: STATIC for name in os.environ['NAMES'].split(',')})",
)
"""Something is not in the text; the module runs in the environment below."""

ENVIRONMENT = {
    "START": "2024-01-01", "ZONE": "UTC", "CRON": "0 0 * * *", "KEYS": "a,b", "NAME": "a", "NAMES": "s,d",
}  # fmt: skip
HEAD = """\
import os
from datetime import datetime
import dagster as dg
from dagster._core.definitions.partitions.schedule_type import ScheduleType
OPTIONS = dict(start_date=os.environ["START"])
STATIC = dg.StaticPartitionsDefinition(["a", "b"])
DAILY = dg.DailyPartitionsDefinition("2024-01-01")
"""


def _read(folder: Path, expressions: tuple[str, ...]) -> list[Identity]:
    text = HEAD + "".join(f"@dg.asset(partitions_def={text})\ndef a{n}(): ...\n" for n, text in enumerate(expressions))
    (folder / "module.py").write_text(text, encoding="utf-8")
    found = find_module("module", (str(folder),))
    assert isinstance(found, ModuleFile)
    facts = read_module(found)
    assert isinstance(facts, ModuleFacts)
    identities = [asset.partitions for asset in facts.assets]
    assert len(identities) == len(expressions)
    return [identity for identity in identities if identity is not None]


@pytest.fixture
def in_dagster(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    scope: dict[str, Any] = {}
    exec(HEAD, scope)
    return [eval(expression, scope) for expression in (*KNOWN, *UNKNOWN)]


def _equal(one: Any, other: Any) -> bool:
    return one == other and hash(one) == hash(other)


def test_known_arguments_decide(tmp_path: Path, in_dagster: list[Any]) -> None:
    identities = _read(tmp_path, KNOWN)
    wrong = [
        (KNOWN[one], KNOWN[other])
        for one, other in itertools.product(range(len(KNOWN)), repeat=2)
        if (difference(identities[one], identities[other]) is None) != _equal(in_dagster[one], in_dagster[other])
    ]
    assert wrong == []


def test_what_is_not_known_is_no_difference(tmp_path: Path, in_dagster: list[Any]) -> None:
    expressions = (*KNOWN, *UNKNOWN)
    identities = _read(tmp_path, expressions)
    assert len(identities) == len(expressions)
    wrong = [
        (expressions[one], expressions[other])
        for one, other in itertools.product(range(len(KNOWN), len(expressions)), range(len(expressions)))
        if difference(identities[one], identities[other]) and _equal(in_dagster[one], in_dagster[other])
    ]
    assert wrong == []


def test_what_is_known_beside_it_is_compared(tmp_path: Path) -> None:
    daily, hourly, zoned = _read(
        tmp_path,
        (
            "dg.DailyPartitionsDefinition(os.environ['START'])",
            "dg.HourlyPartitionsDefinition(os.environ['START'])",
            "dg.DailyPartitionsDefinition(os.environ['START'], timezone='Europe/Berlin')",
        ),
    )
    assert difference(daily, hourly) == "cron"
    assert difference(daily, zoned) == "time zone"


def test_a_set_of_floe_yaml_equals_what_python_says_of_the_same(tmp_path: Path, in_dagster: list[Any]) -> None:
    identities = dict(zip(KNOWN, _read(tmp_path, KNOWN), strict=True))
    definitions = dict(zip(KNOWN, in_dagster, strict=False))
    for (text, declared), other in itertools.product(DECLARED.items(), KNOWN):
        assert (difference(identity_of(declared), identities[other]) is None) == _equal(
            definitions[text], definitions[other]
        ), (text, other)


def test_a_moment_is_one_of_the_zone(tmp_path: Path) -> None:
    (identity,) = _read(tmp_path, ("dg.DailyPartitionsDefinition('2024-07-01', timezone='Europe/Berlin')",))
    assert dict(identity.fields)["start"] == datetime.fromisoformat("2024-07-01T00:00+02:00").timestamp()


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_those_of_dagster(name: str) -> None:
    theirs = inspect.signature(getattr(dg, name)).parameters.values()
    assert PARAMETERS[name] == tuple(one.name for one in theirs if one.kind is not one.VAR_KEYWORD)
