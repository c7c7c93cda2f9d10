"""The moments at which a cron expression fires in a time zone, as Dagster computes them.

The oracle is ``dagster._utils.schedules.cron_string_iterator``. Where clocks change it does three things:

- hourly schedules (``15 * * * *``) go by elapsed hours, whatever the clock shows;
- schedules that name hours move a skipped time to the end of the gap, and fire at the second of two equal
  times; daily, weekly and monthly ones do so between 01:00 and 04:00 only;
- others that run in every hour skip the times that do not exist and fire at both of two equal times.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from floe_lint.dagster.cron.grammar import Cron, CronField, longest_month

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_CHANGE_HOURS = (1, 2, 3)
"""The only hours in which Dagster expects a change of the clocks for daily, weekly and monthly schedules."""
_SURE_DAY = 28
"""The last day that every month has."""
LEAP_DAY = " 29 2 *"
"""How a cron ends that Dagster treats apart. Started on a leap day, such a cron misses it."""


def ticks_from(cron: Cron, zone: tzinfo, start: datetime) -> Iterator[datetime]:
    """Yield the ticks at or after the aware ``start``, in order, in ``zone``. A cron may never fire."""
    if never_fires(cron):
        return
    if cron.text.endswith(LEAP_DAY):
        yield from _leap_days(ticks_from(_day_before(cron), zone, start))
        return
    if is_hourly(cron):
        yield from _elapsed_hours(cron, zone, start, forward=True)
        return
    since = start.timestamp()
    latest = float("-inf")
    for day in _dates(cron, start.astimezone(zone).date() - _DAY, forward=True):
        for tick in _ticks_of_day(cron, zone, day):
            moment = tick.timestamp()
            if moment >= since and moment > latest:
                latest = moment
                yield tick


def ticks_back_from(cron: Cron, zone: tzinfo, end: datetime) -> Iterator[datetime]:
    """Yield the ticks at or before the aware ``end``, the latest first, in ``zone``."""
    if never_fires(cron):
        return
    if cron.text.endswith(LEAP_DAY):
        yield from _leap_days(ticks_back_from(_day_before(cron), zone, end))
        return
    if is_hourly(cron):
        yield from _elapsed_hours(cron, zone, end, forward=False)
        return
    until = end.timestamp()
    earliest = float("inf")
    for day in _dates(cron, end.astimezone(zone).date() + _DAY, forward=False):
        for tick in reversed(_ticks_of_day(cron, zone, day)):
            moment = tick.timestamp()
            if moment <= until and moment < earliest:
                earliest = moment
                yield tick


def missed_leap_day(cron: Cron, zone: tzinfo, start: datetime) -> datetime | None:
    """Return the tick of a 29 February that keeps Dagster from finding those from ``start`` on, or ``None``.

    Dagster steps back to the tick before the start, and then forward. Its croniter takes every February for one of 28
    days when it steps back from a day in March (``_get_prev_nearest_diff``): it comes to an earlier tick, and the next
    one after that, on the 29th, is not what Dagster insists on ("Invariant failed").
    """
    days = cron.day.values
    # Dagster looks from an hour later on, because of the change of the clocks.
    begun = start.astimezone(zone).replace(tzinfo=None) + _HOUR
    if cron.day.star or cron.day.last or 29 not in days or 28 in days or begun.month != 3 or 3 not in cron.months:
        return None
    before = next(ticks_back_from(cron, zone, start - timedelta(microseconds=1)), None)
    if before is None or (before.year, before.month, before.day) != (begun.year, 2, 29):
        return None
    if not cron.weekday.star and (before.isoweekday() % 7 in cron.weekday.values or cron.nth):
        return None
    stands = [day for day in days if day <= begun.day]
    day = max(stands) - 1 if stands else begun.day
    found = day == 0 or (days[0] > _SURE_DAY and day == _SURE_DAY)
    return None if found else before


def count_ticks(cron: Cron, zone: tzinfo, first: datetime, last: datetime) -> int:
    """Count the ticks from one tick to another, both included, by days instead of one by one."""
    if is_hourly(cron):
        hours = int((last.timestamp() - first.timestamp()) // 3600)
        rest = first.astimezone(timezone.utc) + hours * _HOUR
        return hours * len(cron.minutes) + _count_one_by_one(cron, zone, rest, last)
    begin, end = first.timestamp(), last.timestamp()
    usual = len(times_of_day(cron))
    # A tick that a gap moves stays on its day.
    edges = {first.date(), last.date()}
    count = 0
    for day in _dates(cron, first.date(), forward=True):
        if day > last.date():
            break
        if day in edges or clocks_change(zone, day):
            moments = {tick.timestamp() for tick in _ticks_of_day(cron, zone, day)}
            count += sum(begin <= moment <= end for moment in moments)
        else:
            count += usual
    return count


def _count_one_by_one(cron: Cron, zone: tzinfo, first: datetime, last: datetime) -> int:
    count, end = 0, last.timestamp()
    for tick in ticks_from(cron, zone, first):
        if tick.timestamp() > end:
            break
        count += 1
    return count


@lru_cache(maxsize=512)
def never_fires(cron: Cron) -> bool:
    """Whether Dagster accepts the cron and then fails to find any time for it.

    Dagster looks for a fitting day of the month on its own even where a day of the week would do, so that
    ``0 0 31 4 1`` fails too.
    """
    if cron.day.star:
        return False
    if cron.nth:
        alone = cron._replace(weekday=CronField((), True, False))
        return not any(days_of_month(alone, 2000 + year, month) for year in range(40) for month in cron.months)
    return not cron.day.last and all(value > longest_month(cron) for value in cron.day.values)


def is_hourly(cron: Cron) -> bool:
    """Whether only the minute is restricted, so that Dagster goes by elapsed hours."""
    whole = cron.hour.whole and cron.day.whole and cron.month.whole and cron.weekday.whole
    return whole and not cron.minute.star and not cron.nth


def days_of_month(cron: Cron, year: int, month: int) -> list[int]:
    """Return the days of a month on which the cron fires, ascending; the month itself is not checked."""
    first_weekday, length = _month_shape(year, month)
    if cron.every_day:
        return list(range(1, length + 1))
    weekday, day = cron.weekday, cron.day
    days = []
    for number in range(1, length + 1):
        on_weekday = (first_weekday + number - 1) % 7
        by_date = day.star or number in day.values or (day.last and number == length)
        if cron.nth:
            nth = (on_weekday, (number + 6) // 7) in cron.nth
            last = (on_weekday, 0) in cron.nth and number + 7 > length
            fits = (nth or last) and (by_date or cron.either_day)
        elif cron.either_day:
            fits = by_date or on_weekday in weekday.values
        else:
            fits = by_date and (weekday.star or on_weekday in weekday.values)
        if fits:
            days.append(number)
    return days


def fires_on(cron: Cron, day: date) -> bool:
    """Whether the cron fires on this day of the calendar."""
    return day.month in cron.months and day.day in days_of_month(cron, day.year, day.month)


def clocks_change(zone: tzinfo, day: date, days: int = 1) -> bool:
    """Whether the clocks change, or may change, on this day; or between it and the end of so many days."""
    if zone is timezone.utc:
        return False
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    end = (begin + days * _DAY).replace(fold=1)
    return begin.utcoffset() != end.utcoffset() or begin.dst() != end.dst()


def exists(moment: datetime) -> bool:
    """Whether the clocks of its zone ever show this local time."""
    return moment.astimezone(timezone.utc).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)


def is_ambiguous(moment: datetime) -> bool:
    """Whether the clocks of its zone show this local time twice. Only for local times that exist."""
    first, second = moment.replace(fold=0), moment.replace(fold=1)
    return first.utcoffset() != second.utcoffset() or first.dst() != second.dst()


@lru_cache(maxsize=1024)
def _month_shape(year: int, month: int) -> tuple[int, int]:
    """Return the weekday of the first of the month (Sunday is 0) and the number of its days."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else first + timedelta(days=31)
    return first.isoweekday() % 7, (following - first).days


def _dates(cron: Cron, origin: date, forward: bool) -> Iterator[date]:
    """Yield the days on which the cron fires, from ``origin`` (inclusive) to the edge of the calendar."""
    months = cron.months
    year, month = origin.year, origin.month
    while 1 < year < 9999:
        if month in months:
            days = days_of_month(cron, year, month)
            for number in days if forward else reversed(days):
                day = date(year, month, number)
                if (day >= origin) if forward else (day <= origin):
                    yield day
        month += 1 if forward else -1
        if not 1 <= month <= 12:
            year, month = (year + 1, 1) if forward else (year - 1, 12)


@lru_cache(maxsize=64)
def times_of_day(cron: Cron) -> tuple[tuple[int, int], ...]:
    """Return the (hour, minute) pairs at which the cron fires on a day, ascending."""
    return tuple((hour, minute) for hour in cron.hours for minute in cron.minutes)


def _ticks_of_day(cron: Cron, zone: tzinfo, day: date) -> list[datetime]:
    """Return the ticks of one day in order. Two of them may be the same moment, where a gap moves them."""
    year, month, number = day.year, day.month, day.day
    ticks = [datetime(year, month, number, hour, minute, tzinfo=zone) for hour, minute in times_of_day(cron)]
    if not clocks_change(zone, day):
        return ticks
    if cron.hour.whole:
        real = [tick for tick in ticks if exists(tick)]
        twice = [tick.replace(fold=1) for tick in real if is_ambiguous(tick)]
        return sorted(real + twice, key=datetime.timestamp)
    return [moved_tick(cron, tick) for tick in ticks]


def moved_tick(cron: Cron, tick: datetime) -> datetime:
    """Return the moment that Dagster takes for a local time that may be skipped or doubled.

    Only for crons that name hours. Outside 01:00 to 04:00 a skipped time is returned as it is.
    """
    regular = _is_regular(cron)
    if not exists(tick):
        if tick.hour not in _CHANGE_HOURS or tick.tzinfo is None:
            return tick
        jump = tick.tzinfo.dst(tick + _HOUR) or timedelta(0)
        after = tick.replace(minute=0) + jump
        # Where summer time is the standard (Dublin, Casablanca), the jump is zero: this is still in the gap.
        return after.replace(fold=1) if regular and is_ambiguous(after) else after
    if is_ambiguous(tick) and (tick.hour in _CHANGE_HOURS or not regular):
        return tick.replace(fold=1)
    return tick


def _is_regular(cron: Cron) -> bool:
    """Whether Dagster counts the cron, which is not hourly, as a daily, weekly or monthly one."""
    if cron.nth or not (_is_single(cron.minute) and _is_single(cron.hour) and cron.month.whole):
        return False
    if cron.day.whole:
        return cron.weekday.whole or not cron.weekday.star
    return cron.weekday.whole and _is_single(cron.day) and cron.day.values[0] <= _SURE_DAY


def _is_single(field: CronField) -> bool:
    return len(field.values) == 1 and not field.star and not field.last


def _elapsed_hours(cron: Cron, zone: tzinfo, origin: datetime, forward: bool) -> Iterator[datetime]:
    """Yield the ticks of an hourly cron, by the minutes of UTC, or of a zone that is half an hour off UTC."""
    present = datetime.now(zone).utcoffset() or timedelta(0)
    local_minutes = present.total_seconds() % 3600 != 0

    def minute_at(moment: int) -> int:
        return datetime.fromtimestamp(moment, zone).minute if local_minutes else moment // 60 % 60

    minutes = cron.minutes
    seconds = origin.timestamp()
    moment = int(seconds // 60) * 60
    # The one minute that is also the origin's own counts by the local clock everywhere.
    if not (len(minutes) == 1 and moment == seconds and origin.astimezone(zone).minute == minutes[0]):
        if forward and moment < seconds:
            moment += 60
        shown = minute_at(moment)
        moment += 60 * (
            min((minute - shown) % 60 for minute in minutes)
            if forward
            else -min((shown - minute) % 60 for minute in minutes)
        )
    while True:
        try:
            tick = datetime.fromtimestamp(moment, zone)
        except (ValueError, OverflowError, OSError):
            return
        yield tick
        shown = minute_at(moment) if len(minutes) > 1 else minutes[0]
        if forward:
            moment += 60 * min((minute - shown) % 60 or 60 for minute in minutes)
        else:
            moment -= 60 * min((shown - minute) % 60 or 60 for minute in minutes)


def _day_before(cron: Cron) -> Cron:
    text = cron.text.removesuffix(LEAP_DAY) + " 28 2 *"
    return cron._replace(text=text, day=CronField((28,), False, False))


def _leap_days(days_before: Iterator[datetime]) -> Iterator[datetime]:
    """Yield the leap days after the given 28ths of February: Dagster counts from the 28th."""
    for tick in days_before:
        if _month_shape(tick.year, 2)[1] == 29:
            yield tick + _DAY
