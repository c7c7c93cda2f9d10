"""Cron expressions: the verdict is Dagster's, the reasons are ours."""

from __future__ import annotations

import subprocess
import sys

import pytest
from dagster._utils.schedules import (
    get_smallest_cron_interval,
    has_out_of_range_cron_interval,
    is_valid_cron_schedule,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster.cron.check_cron import (
    CronDefect,
    canonical_cron,
    check_cron,
    describe_cron,
    minimum_interval_seconds,
)
from floe_lint.dagster.cron.grammar import ALIASES

_HIGHEST = (59, 23, 31, 12, 7)
_NAMES = ["jan", "feb", "DEC", "sun", "Mon", "fri", "sat", "monday", "tu"]
_ODDITIES = ["L", "l5", "L7", "l9", "5#2", "mon#3", "mon-fri#2", "mon-5#2", "1-5#2", "5#6", "2#0", "*#2"]
_ODDITIES += [
    "?",
    "W",
    "15W",
    "LW",
    "H",
    "0-0",
    "7-7",
    "5-l",
    "l-5",
    "1/2/3",
    "*/*",
    "-5",
    "",
    "*/",
    "/5",
    "٣",
]


def _atoms(index: int) -> st.SearchStrategy[str]:
    number = st.integers(0, _HIGHEST[index] + 1).map(str)
    return st.one_of(st.just("*"), number, number, number, st.sampled_from(_NAMES))


def _items(index: int) -> st.SearchStrategy[str]:
    atom, step = _atoms(index), st.integers(0, _HIGHEST[index] + 10).map(str)
    return st.one_of(
        atom,
        st.tuples(atom, atom).map("-".join),
        st.tuples(atom, step).map("/".join),
        st.tuples(atom, atom, step).map(lambda parts: f"{parts[0]}-{parts[1]}/{parts[2]}"),
        st.sampled_from(_ODDITIES),
        st.text("0123456789*/-,L#?7monsf_", max_size=4),
    )


def _words(index: int) -> st.SearchStrategy[str]:
    simple = st.sampled_from(["*", "*", "0", "1", str(_HIGHEST[index])])
    return st.one_of(simple, simple, st.lists(_items(index), min_size=1, max_size=3).map(",".join))


_EXPRESSIONS = st.tuples(*(_words(index) for index in range(5))).map(" ".join)
_PLAIN_WORDS = [
    st.one_of(
        st.just("*"),
        st.integers(low, high + 2).map(str),
        st.tuples(st.integers(low, high + 1), st.integers(low, high + 1)).map(lambda ends: f"{ends[0]}-{ends[1]}"),
        st.integers(1, high).map(lambda step: f"*/{step}"),
    )
    for low, high in ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
]
_PLAIN = st.tuples(*_PLAIN_WORDS).map(" ".join)
_NEAR_MISSES = st.one_of(
    st.sampled_from([*ALIASES, "@DAILY", "@dayly", "@reboot", " @daily", "", " ", "daily", "0 0 * *"]),
    st.tuples(_EXPRESSIONS, _words(0)).map(" ".join),
    _EXPRESSIONS.map(lambda text: f"  {text.replace(' ', '   ')}"),
    st.text(max_size=12),
)


def _dagster_accepts(expression: str) -> bool:
    try:
        return is_valid_cron_schedule(expression)
    except Exception:
        return False


@settings(max_examples=2500, deadline=None)
@given(st.one_of(_EXPRESSIONS, _PLAIN, _NEAR_MISSES))
def test_what_is_invalid_is_exactly_what_dagster_refuses(expression: str) -> None:
    defect = check_cron(expression)
    if defect is not None and defect.kind == "random":
        return
    assert (defect is None or defect.kind != "invalid") == _dagster_accepts(expression)


@settings(max_examples=300, deadline=None)
@given(st.tuples(*(st.integers(1, high + 20).map("*/{}".format) for high in _HIGHEST)).map(" ".join))
def test_the_step_that_dagster_warns_of_is_a_large_step(expression: str) -> None:
    if has_out_of_range_cron_interval(expression):
        defect = check_cron(expression)
        assert defect is not None
        assert defect.kind == "large_step"


@pytest.mark.parametrize(
    "expression",
    ["0 6 * * *", "*/5 * * * *", "@hourly", "0 0 L * *", "0 0 * * fri#2", "0 22-4 * * *", "0 0 ? * 1"],
)
def test_sound_expressions_have_no_defect(expression: str) -> None:
    assert check_cron(expression) is None


@pytest.mark.parametrize(
    ("expression", "reason", "part"),
    [
        ("0 25 * * *", 'hour field "25" is outside 0-23', (2, 4)),
        ("  0  6-99 * * *", 'hour field "99" is outside 0-23', (5, 9)),
        ("0 0 0 * *", 'day-of-month field "0" is outside 1-31', (4, 5)),
        ("0 0 * * 8", 'day-of-week field "8" is outside 0-7', (8, 9)),
        ("0 0 * * * *", "it has 6 fields, Dagster takes 5", None),
        ("hourly", "it has 1 field, Dagster takes 5", (0, 6)),
        ("", "it is empty", None),
        ("@dayly", '"@dayly" is not a known name; did you mean "@daily"?', (0, 6)),
        (
            "@reboot",
            (
                '"@reboot" is not a known name; known are @yearly, @annually, @monthly, @weekly, @daily, '
                "@midnight, @hourly"
            ),
            (0, 7),
        ),
        (" @daily", '"@daily" must stand without blanks around it', (1, 7)),
        (
            "0 0 * * Monday",
            'day-of-week field "Monday" is not a name Dagster knows; did you mean "mon"?',
            (8, 14),
        ),
        ("0 0 * jann *", 'month field "jann" is not a name Dagster knows; did you mean "jan"?', (6, 10)),
        ("0 0 15W * *", 'day-of-month field "15W" is not understood; it takes numbers 1-31', (4, 7)),
        ("0/0 * * * *", "minute field has a step of 0", (0, 3)),
        ("1, * * * *", "minute field has an empty item", (0, 2)),
        ("-5 * * * *", 'minute field "-5" is negative', (0, 2)),
        ("0 ? * * *", 'hour field may not be "?", only the two day fields may', (2, 3)),
        ("0 0 * * 5#6", 'day-of-week field "5#6" asks for week 6 of a month, which has 1-5', (8, 11)),
        ("0 0 * * 1,5#2", 'day-of-week field "1,5#2" mixes plain days with "#" or "L" days', (8, 13)),
        ("0 0 30 2 *", 'day-of-month field "30": February has no day 30', (4, 6)),
        ("H * * * *", 'minute field "H" is a hashed value, which Dagster does not support', (0, 1)),
        ("R(70-90) * * * *", 'minute field "R(70-90)" can only give values outside 0-59', (0, 8)),
        ("R(9-3) * * * *", 'minute field "R(9-3)" ends before it begins', (0, 6)),
        ("9" * 5000 + " * * * *", "minute field holds a number that is far too long", (0, 5000)),
    ],
)
def test_the_reason_names_the_field(expression: str, reason: str, part: tuple[int, int] | None) -> None:
    assert not _dagster_accepts(expression)
    assert check_cron(expression) == CronDefect("invalid", reason, part)


@pytest.mark.parametrize(
    ("expression", "reason", "part"),
    [
        ("0 0 31 4 *", 'day-of-month field "31": April has no day 31, so it never fires', (4, 6)),
        ("0 0 31 4,6 *", 'day-of-month field "31": April and June have no day 31, so it never fires', (4, 6)),
        (
            "0 0 30,31 2 *",
            'day-of-month field "30,31": February has no day 30 and 31, so it never fires',
            (4, 9),
        ),
        (
            "0 0 31 4 1",
            (
                'day-of-month field "31": April has no day 31, so it never fires, and Dagster then '
                "gives up on the day-of-week field too"
            ),
            (4, 6),
        ),
        ("0 0 L * 5#2", 'day-of-month field "L" never falls on a "5#2" day', (4, 5)),
        ("0 0 15 * 5#2", 'day-of-month field "15" never falls on a "5#2" day', (4, 6)),
    ],
)
def test_what_loads_and_never_fires(expression: str, reason: str, part: tuple[int, int]) -> None:
    assert _dagster_accepts(expression)
    assert check_cron(expression) == CronDefect("never", reason, part)


@pytest.mark.parametrize("expression", ["R * * * *", "R(0-29) * * * *", "r/15 * * * *", "R(50-70) * * * *"])
def test_random_expressions(expression: str) -> None:
    word = expression.split()[0]
    reason = f'minute field "{word}" is random: every process picks its own'
    assert check_cron(expression) == CronDefect("random", reason, (0, len(word)))


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("*/90 * * * *", 'minute field "*/90" leaves its range at the first step: only minute 0 is left'),
        ("10/55 * * * *", 'minute field "10/55" leaves its range at the first step: only minute 10 is left'),
        ("0 */24 * * *", 'hour field "*/24" leaves its range at the first step: only hour 0 is left'),
        ("0 0 */31 * *", 'day-of-month field "*/31" leaves its range at the first step: only day 1 is left'),
        ("0 0 1 */12 *", 'month field "*/12" leaves its range at the first step: only January is left'),
        ("0 0 * * */7", 'day-of-week field "*/7" leaves its range at the first step: only Sunday is left'),
    ],
)
def test_steps_that_leave_one_value(expression: str, reason: str) -> None:
    defect = check_cron(expression)
    assert defect is not None
    assert (defect.kind, defect.reason) == ("large_step", reason)


@pytest.mark.parametrize(
    ("expression", "canonical"),
    [("@daily", "0 0 * * *"), ("@Weekly", "0 0 * * 0"), (" 0  6 * * MON ", "0 6 * * mon"), ("what", "what")],
)
def test_canonical_spelling(expression: str, canonical: str) -> None:
    assert canonical_cron(expression) == canonical


@settings(max_examples=150, deadline=None)
@given(_EXPRESSIONS)
def test_the_canonical_spelling_means_the_same(expression: str) -> None:
    def kind(text: str) -> str | None:
        defect = check_cron(text)
        return defect and defect.kind

    assert kind(canonical_cron(expression)) == kind(expression)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("* * * * *", "every minute"),
        ("*/5 * * * *", "every 5 minutes"),
        ("@hourly", "every hour"),
        ("15 * * * *", "every hour at minute 15"),
        ("0 */4 * * *", "every 4 hours"),
        ("0 6 * * *", "every day at 06:00"),
        ("0 6,18 * * 1,4", "every Monday and Thursday at 06:00 and 18:00"),
        ("0 6 * * 1-5", "Monday to Friday at 06:00"),
        ("0 2 * * 0", "every Sunday at 02:00"),
        ("0 0 1,15 * *", "on days 1 and 15 of every month at 00:00"),
        ("0 0 L * *", "on the last day of every month at 00:00"),
        ("30 8 * * L5", "on the last Friday of every month at 08:30"),
        ("0 0 * * 5#2", "on the 2nd Friday of every month at 00:00"),
        ("@yearly", "every year on 1 January at 00:00"),
        ("0 * * * 1-5", "every hour, Monday to Friday"),
        ("*/7 * * * *", None),
        ("0 0 1 * 1", None),
        ("0 0 31 4 *", None),
        ("nonsense", None),
    ],
)
def test_descriptions(expression: str, words: str | None) -> None:
    assert describe_cron(expression) == words


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [
        ("* * * * *", 60),
        ("*/7 * * * *", 4 * 60),
        ("0 6 * * *", 24 * 3600),
        ("0 23,1 * * *", 2 * 3600),
        ("0 0 1 * *", 28 * 24 * 3600),
        ("0 0 29 2 *", 1461 * 24 * 3600),
        ("0 0 * 2 1#5", 28 * 365 * 24 * 3600 + 7 * 24 * 3600),
    ],
)
def test_minimum_intervals(expression: str, seconds: int) -> None:
    assert minimum_interval_seconds(expression) == seconds


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["0", "5,50", "*/20", "*"]),
    st.sampled_from(["*", "0", "0,22", "8-10", "*/6"]),
    st.sampled_from(["*", "1", "1,15", "L"]),
    st.sampled_from(["*", "1", "1-5", "0,3"]),
)
def test_the_minimum_interval_is_dagsters(minute: str, hour: str, day: str, weekday: str) -> None:
    expression = f"{minute} {hour} {day} * {weekday}"
    assert minimum_interval_seconds(expression) == get_smallest_cron_interval(expression, "UTC").total_seconds()


@pytest.mark.parametrize("expression", ["0 25 * * *", "0 0 31 4 *", "R * * * *"])
def test_an_expression_without_times_has_no_interval(expression: str) -> None:
    with pytest.raises(ValueError, match="has no times"):
        minimum_interval_seconds(expression)


def test_no_heavy_module_is_imported() -> None:
    code = (
        "import sys, floe_lint.dagster.cron.check_cron as cron\n"
        "import floe_lint.dagster.partitions.validity, floe_lint.dagster.zones\n"
        "cron.check_cron('0 6 L * 5#2'); cron.check_cron('*/90 * * * *')\n"
        "heavy = {'croniter', 'dagster', 'zoneinfo', 'dataclasses', 'inspect', '_strptime', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
