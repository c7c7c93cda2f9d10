"""croniter, which Dagster's own cron reader came from, as a second opinion on plain expressions in UTC."""

from __future__ import annotations

from datetime import datetime, timezone

from croniter import croniter
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster.cron.check_cron import cron_ticks

_START = datetime(2024, 2, 27, 22, 13, tzinfo=timezone.utc)


def _field(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    span = st.tuples(number, number).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: f"{pair[0]}-{pair[1]}")
    step = st.integers(2, max(2, (high - low) // 2)).map(lambda size: f"*/{size}")
    return st.one_of(st.just("*"), number.map(str), span, step, st.lists(number, min_size=2, max_size=4).map(_listed))


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, sorted(set(numbers))))


@settings(max_examples=300, deadline=None)
@given(st.tuples(_field(0, 59), _field(0, 23), _field(1, 28), _field(1, 12), _field(0, 6)))
def test_the_next_ticks_are_those_of_croniter(fields: tuple[str, str, str, str, str]) -> None:
    expression = " ".join(fields)
    reader = croniter(expression, _START)
    expected = [reader.get_next(datetime) for _ in range(5)]
    assert cron_ticks(expression, "UTC", _START.replace(minute=14), 5) == expected
