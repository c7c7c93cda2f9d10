"""Partitions are told to differ by their classes where they are different for Dagster."""

from __future__ import annotations

import itertools

import dagster as dg
import pytest

from floe_lint.dagster.partitions.definitions import Definition, Dynamic, Multi, Static, TimeWindow
from floe_lint.dagster.partitions.mappings import sort_of, sort_of_class, sorts_differ

_EXAMPLES = (
    dg.HourlyPartitionsDefinition("2024-01-01-00:00"),
    dg.DailyPartitionsDefinition("2024-01-01"),
    dg.WeeklyPartitionsDefinition("2024-01-01"),
    dg.MonthlyPartitionsDefinition("2024-01-01"),
    dg.TimeWindowPartitionsDefinition(start="2024-01-01-00:00", fmt="%Y-%m-%d-%H:%M", cron_schedule="0 * * * *"),
    dg.TimeWindowPartitionsDefinition(start="2024-01-01", fmt="%Y-%m-%d", cron_schedule="0 0 * * *"),
    dg.StaticPartitionsDefinition(["a"]),
    dg.StaticPartitionsDefinition(["b"]),
    dg.DynamicPartitionsDefinition(name="a"),
    dg.MultiPartitionsDefinition(
        {"a": dg.StaticPartitionsDefinition(["a"]), "b": dg.StaticPartitionsDefinition(["b"])}
    ),
)


def test_no_two_that_dagster_takes_for_equal_are_told_to_differ() -> None:
    equal = [
        (type(one).__name__, type(other).__name__)
        for one, other in itertools.combinations(_EXAMPLES, 2)
        if one == other
    ]
    assert equal == [
        ("HourlyPartitionsDefinition", "TimeWindowPartitionsDefinition"),
        ("DailyPartitionsDefinition", "TimeWindowPartitionsDefinition"),
    ]
    for one, other in equal:
        assert not sorts_differ(sort_of_class(one), sort_of_class(other))


def test_what_is_told_to_differ() -> None:
    sorts = [sort_of_class(type(example).__name__) for example in _EXAMPLES]
    assert None not in sorts
    told = {
        frozenset((str(one), str(other))) for one, other in itertools.product(sorts, sorts) if sorts_differ(one, other)
    }
    windows = ("Hourly", "Daily", "Weekly", "Monthly")
    assert {frozenset(pair) for pair in itertools.combinations({*map(str, sorts)}, 2)} - told == {
        frozenset((often, "a time window")) for often in windows
    }
    assert not sorts_differ(None, "static")
    assert sort_of_class("MinePartitionsDefinition") is None


@pytest.mark.parametrize(
    ("definition", "made_by"),
    [
        (TimeWindow("2024-01-01", "0 0 * * *"), "TimeWindowPartitionsDefinition"),
        (Static(("a",)), "StaticPartitionsDefinition"),
        (Dynamic("a"), "DynamicPartitionsDefinition"),
        (Multi((("a", Static(("a",))), ("b", Static(("b",))))), "MultiPartitionsDefinition"),
    ],
)
def test_definitions_are_of_the_sort_of_their_class(definition: Definition, made_by: str) -> None:
    assert sort_of(definition) == sort_of_class(made_by)
