"""Partition definitions and backfill ranges: keys are Dagster's, the defects are what it lets pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

import pytest
from dagster import (
    DagsterInstance,
    DagsterInvalidDefinitionError,
    DailyPartitionsDefinition,
    MultiPartitionsDefinition,
    PartitionKeyRange,
    StaticPartitionsDefinition,
    TimeWindowPartitionsDefinition,
    asset,
    materialize,
)
from dagster._core.definitions.partitions.context import partition_loading_context
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster.partitions.validity import (
    BackfillDefect,
    Dynamic,
    Multi,
    Static,
    StaticDefect,
    TimeWindow,
    WindowDefect,
    check_backfill,
    check_static,
    check_window,
    infer_fmt,
    read_moment,
    window_keys,
)

_NOW = datetime(2024, 11, 5, 3, 20, tzinfo=timezone.utc)
_EARLIER, _LATER = datetime(2024, 3, 12, tzinfo=timezone.utc), datetime(2024, 12, 20, tzinfo=timezone.utc)
_DAILY = "0 0 * * *"
_HOURLY = "0 * * * *"


@pytest.mark.parametrize(
    ("cron", "fmt"),
    [
        (_DAILY, "%Y-%m-%d"),
        ("30 6 * * *", "%Y-%m-%d"),
        ("@weekly", "%Y-%m-%d"),
        ("0 0 1 * *", "%Y-%m-%d"),
        (_HOURLY, "%Y-%m-%d-%H:%M"),
        ("0 0,12 * * 1", "%Y-%m-%d-%H:%M"),
        ("*/15 * * * *", "%Y-%m-%d-%H:%M"),
    ],
)
def test_the_format_that_a_cron_needs(cron: str, fmt: str) -> None:
    assert infer_fmt(cron) == fmt


@pytest.mark.parametrize(
    ("text", "fmt", "zone", "moment"),
    [
        ("2024-01-01", None, "UTC", "2024-01-01T00:00:00+00:00"),
        ("2024-01-01", "%Y-%m-%d-%H:%M", "Europe/Berlin", "2024-01-01T00:00:00+01:00"),
        ("2024-01-01-06:30", None, "UTC", "2024-01-01T06:30:00+00:00"),
        ("2024-01-01T06:30", None, "UTC", "2024-01-01T06:30:00+00:00"),
        ("2024-01-01 06:30:00", None, "UTC", "2024-01-01T06:30:00+00:00"),
        ("2024-01-01T06:30:00+00:00", None, "Europe/Berlin", "2024-01-01T07:30:00+01:00"),
        ("05/2024", "%m/%Y", "UTC", "2024-05-01T00:00:00+00:00"),
        ("2024-13-01", None, "UTC", None),
        ("soon", None, "UTC", None),
        ("2024-01-01", None, "Mars", None),
    ],
)
def test_moments_are_read_in_the_shape_they_have(text: str, fmt: str | None, zone: str, moment: str | None) -> None:
    read = read_moment(text, fmt, zone)
    assert (read and read.isoformat()) == moment


_CRONS = [
    *(_DAILY, _HOURLY, "15 * * * *", "0,30 * * * *", "30 6 * * *", "0 0 * * 0", "0 0 1 * *", "30 1 * * *"),
    *("30 2 * * *", "0 */6 * * *", "0 * * * 1", "*/15 8-10 * * 1-5", "0 0 1,15 * *", "0 0 29 2 *"),
]
_ZONES = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "America/Havana"]
_PROBES = [
    *("2024-03-10", "2024-03-10-03:00", "2024-11-03-01:00", "2024-11-03-01:00-0500", "2024-3-9", "x", ""),
    *("2023-01-01", "2025-01-01", "2024-11-03", "2024-11-04-03:30", "2024-10-27", "2024-11-01-00:00"),
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(_CRONS),
    st.sampled_from(_ZONES),
    st.sampled_from(["2024-03-01", "2024-10-25", "2024-10-30-05:00"]),
    st.sampled_from([None, None, "2024-11-20", "2024-04-02", "2024-11-01-07:30"]),
    st.sampled_from([_NOW, _EARLIER, _LATER]),
)
def test_keys_are_dagsters(cron: str, zone: str, start: str, end: str | None, now: datetime) -> None:
    begin, finish = read_moment(start, None, zone), end and read_moment(end, None, zone)
    assert begin is not None
    dagster = TimeWindowPartitionsDefinition(
        start=begin.replace(tzinfo=None),
        end=finish.replace(tzinfo=None) if finish else None,
        cron_schedule=cron,
        timezone=zone,
        fmt=infer_fmt(cron),
    )
    keys = window_keys(start, cron, zone, end, None, now)
    with partition_loading_context(now):
        expected = list(dagster.get_partition_keys())
        if end and not keys and len(expected) == 1:
            # Dagster makes one key of a window that end cuts short, and then does not know that key.
            assert not dagster.has_partition_key(expected[0])
            return
        assert list(keys) == expected
        assert len(keys) == len(expected)
        assert (keys.first, keys.last) == ((expected[0], expected[-1]) if expected else (None, None))
        for probe in [*_PROBES, *expected[:2], *expected[-2:]]:
            assert (probe in keys) == (probe in expected), probe
        if len(expected) > 4:
            part = PartitionKeyRange(expected[1], expected[-2])
            assert list(keys.between(*part)) == list(dagster.get_partition_keys_in_range(part))


def test_many_keys_are_counted_without_listing_them() -> None:
    keys = window_keys("1970-01-01", "* * * * *", "Europe/Berlin", "2020-01-01", None, _NOW)
    # Fifty years hold 18,262 days; no minute is lost or gained for good by summer time.
    assert len(keys) == 18_262 * 24 * 60
    assert (keys.first, keys.last) == ("1970-01-01-00:00", "2019-12-31-23:59")
    assert "2001-09-09-03:46" in keys


def test_a_range_beyond_the_keys_that_exist_is_cut() -> None:
    keys = window_keys("2024-11-01", _DAILY, "UTC", None, None, _NOW)
    assert list(keys.between("2024-11-03", "2024-12-31")) == ["2024-11-03", "2024-11-04"]
    assert list(keys.between("2024-10-01", "2024-11-01")) == ["2024-11-01"]
    assert list(keys.between("2024-11-03", "2024-11-02")) == []
    with pytest.raises(ValueError, match='"soon" is not in the format "%Y-%m-%d"'):
        list(keys.between("2024-11-01", "soon"))


@pytest.mark.parametrize(
    ("start", "cron", "zone", "end"),
    [
        ("soon", _DAILY, "UTC", None),
        ("2024-01-01", _DAILY, "UTC", "soon"),
        ("2024-01-01", "0 25 * * *", "UTC", None),
        ("2024-01-01", "0 0 31 4 *", "UTC", None),
        ("2024-01-01", _DAILY, "Mars", None),
    ],
)
def test_a_broken_definition_has_no_keys(start: str, cron: str, zone: str, end: str | None) -> None:
    with pytest.raises(ValueError, match=r"cannot be read|has no times"):
        window_keys(start, cron, zone, end, None, _NOW)


@pytest.mark.parametrize(
    ("start", "cron", "end", "fmt"),
    [
        ("2024-01-01", _DAILY, None, None),
        ("2024-01-01", _DAILY, "2024-12-31", "%Y-%m-%d"),
        ("2024-01-01", _HOURLY, None, None),
        ("2024-01-01", _HOURLY, None, "%Y-%m-%dT%H"),
        ("2024-01-01", "0 6 1 * *", None, "%Y-%m"),
        ("2024-01-01", "*/15 * * * *", None, "%Y%m%d%H%M"),
        ("2024-01-01", _DAILY, None, "%Y/%j"),
        ("2024-01-01", "0 25 * * *", "2023-01-01", None),
    ],
)
def test_sound_windows(start: str, cron: str, end: str | None, fmt: str | None) -> None:
    assert check_window(start, cron, "UTC", end, fmt, _NOW) == ()


@pytest.mark.parametrize(
    ("start", "cron", "end", "fmt", "defects"),
    [
        (
            *("2024-13-01", _DAILY, "later", None),
            (
                WindowDefect(
                    *("bad_start", "start"),
                    'start "2024-13-01" is not a date; write it like "2024-01-31" or "2024-01-31T06:00"',
                ),
                WindowDefect(
                    *("bad_end", "end"),
                    'end "later" is not a date; write it like "2024-01-31" or "2024-01-31T06:00"',
                ),
            ),
        ),
        (
            *("2024-01-01", _DAILY, "2024-01-01", None),
            (WindowDefect("end_not_after_start", "end", 'end "2024-01-01" is not after start "2024-01-01"'),),
        ),
        (
            *("2024-01-01", _HOURLY, None, "%Y-%m-%d"),
            (
                WindowDefect(
                    *("fmt_too_coarse", "fmt"),
                    'fmt "%Y-%m-%d" gives the partitions of 2024-01-01 00:00 and 2024-01-01 01:00 the same '
                    'key "2024-01-01"; use "%Y-%m-%d-%H:%M"',
                ),
            ),
        ),
        (
            *("2024-01-01", _DAILY, None, "%Y-%m"),
            (
                WindowDefect(
                    *("fmt_too_coarse", "fmt"),
                    'fmt "%Y-%m" gives the partitions of 2024-01-01 00:00 and 2024-01-02 00:00 the same key '
                    '"2024-01"; use "%Y-%m-%d"',
                ),
            ),
        ),
        (
            *("2024-01-01", _DAILY, None, "%m-%d"),
            (
                WindowDefect(
                    *("fmt_too_coarse", "fmt"),
                    'fmt "%m-%d" gives the key "01-01" to partitions of other dates too; use "%Y-%m-%d"',
                ),
            ),
        ),
        (
            *("2024-01-01", _DAILY, None, "daily"),
            (
                WindowDefect(
                    *("bad_fmt", "fmt"),
                    'fmt "daily" has no date directive such as %Y, so all partitions share one key',
                ),
            ),
        ),
        (
            *("2024-01-01", _DAILY, None, "%Y-%e"),
            (
                WindowDefect(
                    *("bad_fmt", "fmt"),
                    'fmt "%Y-%e" makes keys that cannot be read back, such as "2024- 1"; use "%Y-%m-%d"',
                ),
            ),
        ),
        (
            *("2030-01-01", _DAILY, None, None),
            (WindowDefect("empty", "start", 'start "2030-01-01" lies in the future: no partition exists yet'),),
        ),
        (
            *("2024-11-01", "@monthly", None, None),
            (
                WindowDefect(
                    *("empty", "start"),
                    'start "2024-11-01" is so recent that no partition is complete yet',
                ),
            ),
        ),
        (
            *("2024-01-02", "@monthly", "2024-02-20", None),
            (
                WindowDefect(
                    *("empty", "end"),
                    'no whole partition fits between start "2024-01-02" and end "2024-02-20"',
                ),
            ),
        ),
    ],
)
def test_defects_of_windows(
    start: str, cron: str, end: str | None, fmt: str | None, defects: tuple[WindowDefect, ...]
) -> None:
    assert check_window(start, cron, "UTC", end, fmt, _NOW) == defects


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([_DAILY, "0 */6 * * *", "30 6 * * *", "0 0 * * 0", "0 0 1 * *", "*/30 0 1,2 * *"]),
    st.lists(st.sampled_from(["%Y", "%m", "%d", "%H", "%M", "%j", "%I", "%b"]), min_size=1, unique=True),
)
def test_a_format_is_too_coarse_if_dagster_makes_equal_keys(cron: str, directives: list[str]) -> None:
    fmt = " ".join(directives)
    dagster = TimeWindowPartitionsDefinition(
        start=datetime(2020, 1, 1), end=datetime(2022, 1, 1), cron_schedule=cron, fmt=fmt
    )
    with partition_loading_context(_NOW):
        keys = dagster.get_partition_keys()
    if len(set(keys)) < len(keys):
        kinds = [defect.kind for defect in check_window("2020-01-01", cron, "UTC", None, fmt, _NOW)]
        assert kinds == ["fmt_too_coarse"]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([*_CRONS[:-1], "*/5 * * * *", "0 0-3 * * *"]),
    st.sampled_from(_ZONES),
    st.sampled_from(["2024-03-09", "2024-03-10", "2024-10-27", "2024-11-03"]),
    st.sampled_from(["%Y%m%d%H%M", "%Y-%m-%dT%H:%M:%S", "%y %j %I %p %M"]),
)
def test_a_format_to_the_minute_is_never_too_coarse(cron: str, zone: str, start: str, fmt: str) -> None:
    assert check_window(start, cron, zone, None, fmt, datetime(2026, 1, 1, tzinfo=timezone.utc)) == ()


def _dagster_accepts_keys(keys: Sequence[str], in_multi: bool) -> bool:
    try:
        static = StaticPartitionsDefinition(list(keys))
        if in_multi:
            MultiPartitionsDefinition({"date": DailyPartitionsDefinition("2024-01-01"), "other": static})
    except DagsterInvalidDefinitionError:
        return False
    return True


@pytest.mark.parametrize(
    ("keys", "in_multi", "defects"),
    [
        (["us-east", "us-west", "a.b/c d"], False, ()),
        (["us|east", "[a]", "b,c"], False, ()),
        (["a", ""], True, ()),
        (
            ["a", ""],
            False,
            (StaticDefect("forbidden", 1, 'key "" is empty, and Dagster runs no partition of that name'),),
        ),
        (["a", "b", "a"], False, (StaticDefect("duplicate", 2, 'key "a" is listed twice'),)),
        (
            ["a...b"],
            False,
            (StaticDefect("forbidden", 0, 'key "a...b" holds "...", which marks a range of keys'),),
        ),
        (["a", "b\n"], False, (StaticDefect("forbidden", 1, 'key "b\\n" holds a line break'),)),
        (
            ["us", "us|east"],
            True,
            (
                StaticDefect(
                    *("forbidden", 1),
                    'key "us|east" holds "|", which a key of a multi partition may not',
                ),
            ),
        ),
    ],
)
def test_defects_of_static_keys(keys: list[str], in_multi: bool, defects: tuple[StaticDefect, ...]) -> None:
    assert check_static(keys, in_multi) == defects


def test_an_empty_list_loads_and_never_runs() -> None:
    assert _dagster_accepts_keys([], in_multi=False)
    assert check_static([]) == (StaticDefect("empty", None, "there are no partition keys, so nothing can ever run"),)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text("ab.|,[]\n\t\v\0\x1f", max_size=5), min_size=1, max_size=4), st.booleans())
def test_static_keys_are_judged_as_dagster_does(keys: list[str], in_multi: bool) -> None:
    # An empty key loads: only its runs fail (``test_dagster_runs_no_empty_key``).
    runs = in_multi or "" not in keys
    assert (check_static(keys, in_multi) == ()) == (_dagster_accepts_keys(keys, in_multi) and runs)


@pytest.mark.parametrize(("key", "runs"), [("de", True), (" ", True), ("", False)])
def test_dagster_runs_no_empty_key(key: str, runs: bool) -> None:
    @asset(partitions_def=StaticPartitionsDefinition([key]))
    def country(context):  # type: ignore[no-untyped-def]  # Dagster takes no postponed annotation
        return context.partition_key

    with DagsterInstance.local_temp() as instance:
        result = materialize([country], partition_key=key, instance=instance, raise_on_error=False)
    assert result.success == runs
    assert (check_static([key]) == ()) == runs


_DAYS = TimeWindow("2024-01-01", _DAILY)
_YEAR = TimeWindow("2024-01-01", _DAILY, end="2024-07-01")
_WEEKS = TimeWindow("2024-01-07", "@weekly")
_REGIONS = Static(("us", "eu", "ap"))
_MULTI = Multi((("region", _REGIONS), ("date", _DAYS)))


@pytest.mark.parametrize(
    ("start", "end", "definition"),
    [
        ("2024-01-01", "2024-11-04", _DAYS),
        ("2024-01-01", "2024-06-30", _YEAR),
        ("2024-01-07", "2024-01-14", _WEEKS),
        ("2024-01-01-00:00", "2024-01-01-23:00", TimeWindow("2024-01-01", _HOURLY)),
        ("2024-01", "2024-09", TimeWindow("2024-01-01", "@monthly", fmt="%Y-%m")),
        ("us", "ap", _REGIONS),
        ("2024-01-01|eu", "2024-01-31|ap", _MULTI),
        ("anything", "else", Dynamic("customers")),
        ("anything", "else", TimeWindow("soon", _DAILY)),
    ],
)
def test_sound_backfills(start: str, end: str, definition: TimeWindow | Static | Multi | Dynamic) -> None:
    assert check_backfill(start, end, definition, _NOW) == ()


@pytest.mark.parametrize(
    ("start", "end", "definition", "defects"),
    [
        (
            *("2024-03-01", "2024-02-01", _DAYS),
            [("reversed", "end", 'it ends at "2024-02-01", before it starts at "2024-03-01"')],
        ),
        (
            *("2023-12-31", "2024-11-05", _DAYS),
            [
                ("outside", "start", '"2023-12-31" is before the first partition, "2024-01-01"'),
                ("future", "end", '"2024-11-05" does not exist yet; the last one is "2024-11-04"'),
            ],
        ),
        (
            *("2024-06-01", "2024-07-01", _YEAR),
            [("outside", "end", '"2024-07-01" is after the last partition, "2024-06-30"')],
        ),
        (
            *("2024-1-5", "January", _DAYS),
            [
                (
                    *("wrong_form", "start"),
                    '"2024-1-5" is not a key of these partitions; they are written like "2024-01-05"',
                ),
                (
                    *("wrong_form", "end"),
                    '"January" is not a key of these partitions; they are written like "2024-01-01"',
                ),
            ],
        ),
        (
            *("2024-01-01", "2024-01-01-05:00", TimeWindow("2024-01-01", _HOURLY)),
            [
                (
                    *("wrong_form", "start"),
                    '"2024-01-01" is not a key of these partitions; they are written like "2024-01-01-00:00"',
                ),
            ],
        ),
        (
            *("2024-01-07", "2024-01-17", _WEEKS),
            [
                (
                    *("unknown_key", "end"),
                    'no partition starts at "2024-01-17"; the nearest starts at "2024-01-14"',
                )
            ],
        ),
        (
            *("2030-01-01", "2030-01-02", TimeWindow("2030-01-01", _DAILY)),
            [
                ("future", "start", '"2030-01-01" does not exist yet; there is none so far'),
                ("future", "end", '"2030-01-02" does not exist yet; there is none so far'),
            ],
        ),
        (
            *("us", "eur", _REGIONS),
            [("unknown_key", "end", '"eur" is not one of the partition keys; did you mean "eu"?')],
        ),
        (*("ap", "us", _REGIONS), [("reversed", "end", 'it ends at "us", before it starts at "ap"')]),
        (
            *("2024-01-01", "2024-01-31|us", _MULTI),
            [
                (
                    *("wrong_form", "start"),
                    '"2024-01-01" must hold a key of "date" and "region", written like "2024-01-01|us"',
                )
            ],
        ),
        (
            *("2024-01-05|us", "2024-01-01|mars", _MULTI),
            [
                (
                    *("reversed", "end"),
                    'in dimension "date", it ends at "2024-01-01", before it starts at "2024-01-05"',
                ),
                ("unknown_key", "end", 'in dimension "region", "mars" is not one of the partition keys'),
            ],
        ),
    ],
)
def test_defects_of_backfills(
    start: str, end: str, definition: TimeWindow | Static | Multi, defects: list[tuple[str, str, str]]
) -> None:
    found: tuple[BackfillDefect, ...] = check_backfill(start, end, definition, _NOW)
    assert [tuple(defect) for defect in found] == defects


def test_the_key_of_a_product_is_in_dagsters_order() -> None:
    dagster = MultiPartitionsDefinition(
        {
            "region": StaticPartitionsDefinition(list(_REGIONS.keys)),
            "date": DailyPartitionsDefinition("2024-01-01"),
        }
    )
    with partition_loading_context(_NOW):
        assert dagster.has_partition_key("2024-01-01|eu")
    assert [name for name, _ in _MULTI.ordered] == dagster.partition_dimension_names
