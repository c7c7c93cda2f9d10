"""The grammar of cron expressions, as Dagster reads it.

The oracle is ``dagster._utils.schedules.is_valid_cron_string`` with the croniter it vendors,
which differs from the croniter on PyPI. All that it accepts is decided here, its oddities included:
wrap-around ranges (``22-4``), names, ``L``, ``L5``, ``5#2``, ``?``, ``5-5`` meaning the whole field.
"""

from __future__ import annotations

from functools import lru_cache

from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.records import NamedTuple

ALIASES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}

FIELD_NAMES = ("minute", "hour", "day-of-month", "month", "day-of-week")
MINUTE, HOUR, DAY, MONTH, WEEKDAY = range(5)

_LOWEST = (0, 0, 1, 1, 0)
_HIGHEST = (59, 23, 31, 12, 6)
_SHOWN_HIGHEST = (59, 23, 31, 12, 7)
"""Sunday may be written 7."""
_FIELD_SIZE = (60, 24, 31, 12, 7)
_MONTH_NAMES = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_WEEKDAY_NAMES = {"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}
_NAMES: tuple[dict[str, int], ...] = ({}, {}, {}, _MONTH_NAMES, _WEEKDAY_NAMES)
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class CronField(NamedTuple):
    """One field, expanded. ``star``: every value matches; ``last``: ``L``, the last day of the month.

    Dagster treats ``*,5`` as a star when it looks for times, and not as one when it decides how a schedule
    behaves on a change of the clocks.
    """

    values: tuple[int, ...]
    star: bool
    last: bool

    @property
    def whole(self) -> bool:
        """Whether nothing but the star is there."""
        return self.star and not self.values and not self.last


class Cron(NamedTuple):
    """An expression that Dagster accepts, expanded.

    ``text`` is in low case, its alias resolved, its words one space apart. ``nth`` has the (weekday, n) pairs
    of ``5#2``, with n = 0 for the last one of a month (``L5``).
    """

    text: str
    minute: CronField
    hour: CronField
    day: CronField
    month: CronField
    weekday: CronField
    nth: frozenset[tuple[int, int]]

    @property
    def minutes(self) -> tuple[int, ...]:
        """The minutes of an hour at which it may fire."""
        return tuple(range(60)) if self.minute.star else self.minute.values

    @property
    def hours(self) -> tuple[int, ...]:
        """The hours of a day at which it may fire."""
        return tuple(range(24)) if self.hour.star else self.hour.values

    @property
    def months(self) -> tuple[int, ...]:
        """The months of a year in which it may fire."""
        return tuple(range(1, 13)) if self.month.star else self.month.values

    @property
    def every_day(self) -> bool:
        """Whether no field restricts the days."""
        return self.month.star and self.day.star and self.weekday.star and not self.nth

    @property
    def either_day(self) -> bool:
        """Whether both day fields are restricted: then a day that fits one of them is enough."""
        return not self.day.star and not self.weekday.star


class CronError(NamedTuple):
    """Why an expression is refused: ``part`` is the range of characters of the field to blame."""

    reason: str
    part: tuple[int, int] | None
    random: bool = False


class SingleStep(NamedTuple):
    """A step such as ``*/90`` that yields one value only; ``part`` is its field's place in the expression."""

    field: int
    text: str
    value: int
    part: tuple[int, int] | None


class _RefusedCronError(Exception):
    """Unwinds out of the readers below; its text is the reason without the field's name."""


@lru_cache(maxsize=512)
def read_cron(expression: str) -> Cron | CronError:
    """Return the expanded expression, or why Dagster refuses it.

    Randomised expressions (``R``) that could be accepted are errors with ``random`` set: they have no times.
    """
    words = ALIASES.get(expression.lower(), expression).split()
    if len(words) != 5:
        part = word_ranges(expression)[0] if len(words) == 1 else None
        return CronError(_wrong_length(expression, words), part)
    parts = word_ranges(expression) if len(expression.split()) == 5 else [None] * 5
    lowered = " ".join(words).lower().split()
    random: CronError | None = None
    fields: list[CronField] = []
    nth: set[tuple[int, int]] = set()
    for index, word in enumerate(lowered):
        try:
            substitutes = _random_substitutes(index, word)
            if substitutes is not None:
                if not any(_is_readable(index, substitute, lowered) for substitute in substitutes):
                    raise _RefusedCronError(f'"{words[index]}" can only give values outside {_span(index)}')
                random = random or CronError(
                    f'{FIELD_NAMES[index]} field "{words[index]}" is random: every process picks its own',
                    parts[index],
                    random=True,
                )
                fields.append(CronField((), True, False))
                continue
            field, pairs = _read_field(index, word, lowered)
        except _RefusedCronError as refused:
            reason = _in_original_case(str(refused), word, words[index])
            return CronError(f"{FIELD_NAMES[index]} field {reason}", parts[index])
        fields.append(field)
        nth |= pairs
    day, month, weekday = fields[DAY], fields[MONTH], fields[WEEKDAY]
    if random:
        return random
    if nth and len(weekday.values) + weekday.star != 7 and set(weekday.values) - {value for value, _ in nth}:
        mixed = f'{FIELD_NAMES[WEEKDAY]} field "{words[WEEKDAY]}" mixes plain days with "#" or "L" days'
        return CronError(mixed, parts[WEEKDAY])
    if month.values == (2,) and day.values in ((30,), (31,)) and not (month.star or day.star or day.last):
        return CronError(f'day-of-month field "{words[DAY]}": February has no day {day.values[0]}', parts[DAY])
    return Cron(
        text=" ".join(lowered),
        minute=fields[0],
        hour=fields[1],
        day=day,
        month=month,
        weekday=weekday,
        nth=frozenset(nth),
    )


def canonical_cron(expression: str) -> str:
    """Return the one spelling under which Dagster finds two equal expressions equal: it compares texts.

    ``@daily`` becomes ``0 0 * * *``, blanks become single, names lower-case. What is invalid stays so.
    """
    lowered = expression.lower()
    return ALIASES.get(lowered) or " ".join(lowered.split())


def longest_month(cron: Cron) -> int:
    """Return the number of days of the longest month in which the cron may fire, 29 for February."""
    return max(_LONGEST_MONTH[month - 1] for month in cron.months)


def single_step(expression: str) -> SingleStep | None:
    """Return the first step in a valid expression that yields one value only.

    Dagster itself warns of steps larger than the range (``has_out_of_range_cron_interval``).
    """
    words = ALIASES.get(expression.lower(), expression).split()
    for index, word in enumerate(words):
        for item in word.lower().split(","):
            interval = _interval(index, item) if "/" in item else None
            if interval is None:
                continue
            low, high, step = _bounds(index, *interval)
            values = _range(index, low, high, step)
            if step > 1 and len(values) == 1:
                return SingleStep(field=index, text=item, value=values[0], part=word_ranges(expression)[index])
    return None


def _wrong_length(expression: str, words: list[str]) -> str:
    if not words:
        return "it is empty"
    if words[0].startswith("@"):
        close = nearest(words[0].lower(), ALIASES) if len(words) == 1 else None
        if close is None and expression.strip().lower() in ALIASES:
            return f'"{words[0].lower()}" must stand without blanks around it'
        known = f'did you mean "{close}"?' if close else f"known are {', '.join(ALIASES)}"
        return f'"{words[0]}" is not a known name; {known}'
    return f"it has {len(words)} field{'s' if len(words) > 1 else ''}, Dagster takes 5"


def _in_original_case(reason: str, lowered: str, written: str) -> str:
    """Show the item that the reason quotes first as the user wrote it."""
    before, quote, rest = reason.partition('"')
    item, _, after = rest.partition('"')
    start = lowered.find(item)
    if not quote or start < 0 or len(lowered) != len(written):
        return reason
    return f'{before}"{written[start : start + len(item)]}"{after}'


def word_ranges(text: str) -> list[tuple[int, int] | None]:
    """Return the half-open ranges of the words of a text."""
    ranges: list[tuple[int, int] | None] = []
    start = 0
    for word in text.split():
        start = text.index(word, start)
        ranges.append((start, start + len(word)))
        start += len(word)
    return ranges


def _span(index: int) -> str:
    return f"{_LOWEST[index]}-{_SHOWN_HIGHEST[index]}"


def _is_readable(index: int, word: str, words: list[str]) -> bool:
    try:
        _read_field(index, word, words)
    except _RefusedCronError:
        return False
    return True


def _random_substitutes(index: int, word: str) -> list[str] | None:
    """Return what Dagster may put in place of ``R``, ``R(0-29)``, ``R/15``; ``None`` for any other field.

    Raises ``_RefusedCronError`` for ``H``, which needs a seed that Dagster does not give.
    """
    if word[0] not in "rh":
        return None
    rest = word[1:]
    low, high = _LOWEST[index], _HIGHEST[index]
    if rest.startswith("("):
        inner, closed, rest = rest[1:].partition(")")
        begin, dash, end = inner.partition("-")
        if not (closed and dash and begin.isdecimal() and end.isdecimal()):
            return None
        low, high = _int(begin), _int(end)
        if low >= high and word[0] == "r":
            raise _RefusedCronError(f'"{word}" ends before it begins')
    step = 0
    if rest:
        if not (rest[0] == "/" and rest[1:].isdecimal()):
            return None
        step = _int(rest[1:])
        if step == 0:
            raise _RefusedCronError(f'"{word}" has a step of 0')
    if word[0] == "h":
        raise _RefusedCronError(f'"{word}" is a hashed value, which Dagster does not support')
    if step:
        return [f"{value}-{high}/{step}" for value in range(low, min(low + step, _HIGHEST[index] + 2))]
    return [str(value) for value in range(low, min(high, _HIGHEST[index]) + 1)]


def _read_field(index: int, word: str, words: list[str]) -> tuple[CronField, set[tuple[int, int]]]:
    """Expand one lower-case field; raise ``_RefusedCronError`` where Dagster does."""
    if "?" in word:
        if word != "?":
            raise _RefusedCronError(f'"{word}" mixes "?" with other characters')
        if index not in (DAY, WEEKDAY):
            raise _RefusedCronError('may not be "?", only the two day fields may')
        word = "*"
    values: set[int] = set()
    star = last = False
    nth: set[tuple[int, int]] = set()
    for item in word.split(","):
        place = None
        if index == WEEKDAY:
            item, place = _nth_weekday(item)
        interval = _interval(index, item)
        if interval is not None:
            low, high, step = _bounds(index, *interval)
            found = _range(index, low, high, step)
        elif item == "*":
            star = True
            continue
        elif item == "l" and index == DAY:
            last = True
            continue
        else:
            found = [_value(index, item)]
        for value in found:
            if not _LOWEST[index] <= value <= _HIGHEST[index]:
                raise _RefusedCronError(f'"{item}" is outside {_span(index)}')
        values.update(found)
        if place is not None:
            nth.update((value, place) for value in found)
    size = len(values) + star + last
    other = words[WEEKDAY if index == DAY else DAY]
    # Two restricted day fields widen each other, so one that lists every day is not the same as a star.
    if size == _FIELD_SIZE[index] and not (index in (DAY, WEEKDAY) and "*" not in other):
        return CronField((), True, False), nth
    return CronField(tuple(sorted(values)), star, last), nth


def _nth_weekday(item: str) -> tuple[str, int | None]:
    """Split ``5#2`` into ``5`` and 2, ``mon-fri#2`` into ``mon-fri`` and 2, ``l5`` into ``5`` and 0."""
    if item[:1] == "l" and item[1:].isdecimal():
        return item[1:], 0
    days, hash_sign, number = item.rpartition("#")
    if not hash_sign or not number.isdecimal() or not days:
        return item, None
    ends = days.split("-")
    plain = days.replace("_", "a").isalnum()
    if not (plain or (len(ends) == 2 and all(end in _WEEKDAY_NAMES for end in ends))):
        raise _RefusedCronError(f'"{item}" is not a day and its number in the month, such as "fri#2"')
    if not 1 <= _int(number) <= 5:
        raise _RefusedCronError(f'"{item}" asks for week {_int(number)} of a month, which has 1-5')
    return days, _int(number)


def _interval(index: int, item: str) -> tuple[str, str, str] | None:
    """Split ``a-b/step`` in three; ``*/s`` and ``a/s`` run to the end. ``None`` for a single value."""
    if item.startswith("*/"):
        interval = _split_interval(f"{_LOWEST[index]}-{_HIGHEST[index]}{item[1:]}")
        if interval is not None:
            return interval
    interval = _split_interval(item)
    if interval is None and "/" in item:
        start, _, step = item.rpartition("/")
        if start and step:
            interval = _split_interval(f"{start}-{_HIGHEST[index]}/{step}")
    return interval


def _split_interval(text: str) -> tuple[str, str, str] | None:
    low, _, rest = text.partition("-")
    if not low or not rest or "-" in rest:
        return None
    high, slash, step = rest.partition("/")
    if not high or (slash and not step.isdecimal()):
        return None
    return low, high, step or "1"


def _bounds(index: int, low_text: str, high_text: str, step_text: str) -> tuple[int, int, int]:
    if index == DAY and high_text == "l":
        high_text = "31"
    low, high, step = _value(index, low_text), _value(index, high_text), _int(step_text)
    if max(low, high) > _HIGHEST[index]:
        outside = low_text if low > _HIGHEST[index] else high_text
        raise _RefusedCronError(f'"{outside}" is outside {_span(index)}')
    if step == 0:
        raise _RefusedCronError("has a step of 0")
    return low, high, step


def _range(index: int, low: int, high: int, step: int) -> list[int]:
    """Return the values of a range, which wraps around if it ends before it begins; ``a-a`` is everything."""
    first, last = _LOWEST[index], _HIGHEST[index]
    if low < high:
        return list(range(low, high + 1, step))
    if low == high:
        return list(range(first, last + 1, step))
    values = list(range(low, last + 1, step))
    unused = last - values[-1]
    steps_over = values[-1] - first + step > last - first + 1 and unused < step
    return values + list(range(first + (step - unused if steps_over else 0), high + 1, step))


def _value(index: int, text: str) -> int:
    """Read a number or a name. Only the highest bound of what it returns is for the caller to check."""
    if text.isdecimal():
        value = _int(text)
        return 0 if index == WEEKDAY and value == 7 else value
    names = _NAMES[index]
    if text in names:
        return names[text]
    raise _RefusedCronError(_not_a_value(index, text))


def _int(digits: str) -> int:
    if len(digits) > 4000:  # Python refuses to read longer numbers, and so does Dagster
        raise _RefusedCronError("holds a number that is far too long")
    return int(digits)


def _not_a_value(index: int, text: str) -> str:
    if not text:
        return "has an empty item"
    if text[0] == "-":
        return f'"{text}" is negative'
    names = _NAMES[index]
    # "monday" is not near "mon" by edits, but plainly meant.
    close = text[:3] if text[:3] in names else nearest(text, names)
    if close:
        return f'"{text}" is not a name Dagster knows; did you mean "{close}"?'
    takes = f"numbers {_span(index)}" + (f" and names such as {next(iter(names))}" if names else "")
    return f'"{text}" is not understood; it takes {takes}'
