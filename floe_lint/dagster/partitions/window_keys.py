"""The keys of time window partitions, as Dagster's ``TimeWindowPartitionsDefinition`` makes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from typing import Literal

from floe_lint.dagster.cron.grammar import Cron, CronError, read_cron
from floe_lint.dagster.cron.ticks import LEAP_DAY, count_ticks, never_fires, ticks_back_from, ticks_from, times_of_day
from floe_lint.dagster.zones import load_zone
from floe_lint.kernel.records import NamedTuple

DAY_FORMAT = "%Y-%m-%d"
MINUTE_FORMAT = "%Y-%m-%d-%H:%M"

_SHAPES = tuple(
    f"%Y-%m-%d{separator}{time}"
    for separator, time in (
        ("-", "%H:%M"),
        ("T", "%H:%M"),
        (" ", "%H:%M"),
        ("T", "%H:%M:%S"),
        (" ", "%H:%M:%S"),
        ("T", "%H:%M%z"),
        ("T", "%H:%M:%S%z"),
    )
)
"""How ``start`` and ``end`` may be written beside ``fmt`` and a plain date."""


def infer_fmt(cron: str) -> str:
    """Return the format of keys that fits a valid cron: to the minute if it fires more than once on a day."""
    fields = read_cron(cron)
    sub_daily = not isinstance(fields, CronError) and len(times_of_day(fields)) > 1
    return MINUTE_FORMAT if sub_daily else DAY_FORMAT


def read_moment(text: str, fmt: str | None, zone: str) -> datetime | None:
    """Read a ``start`` or ``end`` as an aware moment in its zone: in ``fmt``, as a date, or as date and time.

    ``2024-01-01`` is midnight, for sub-daily partitions too. A local time that the clocks show twice is the
    first of the two. ``None`` if the text is in none of these shapes or the zone is unknown.
    """
    tz = load_zone(zone)
    if tz is None:
        return None
    if fmt is not None:
        moment = _read(text, fmt, tz)
        if moment is not None:
            return moment
    for shape in (DAY_FORMAT, *_SHAPES):
        moment = _read(text, shape, tz)
        if moment is not None:
            return moment
    return None


class Standing(NamedTuple):
    """How a key stands to a partition set.

    - ``member``: it is one of the keys.
    - ``wrong_form``: it is not in the format; ``near`` is an example that is.
    - ``between``: in the format, but no partition starts then; ``near`` is the key before it, or the first.
    - ``before``, ``after``: outside the set's start or end; ``near`` is the first or last key there can be.
    - ``future``: it will exist; ``near`` is the last key that does, ``None`` if there is none yet.

    ``moment`` is what the key says, where it can be read.
    """

    kind: Literal["member", "wrong_form", "between", "before", "after", "future"]
    near: str | None
    moment: datetime | None


class KeyRange:
    """The keys that exist at a given time, without holding them: ``in``, ``len`` and iteration work.

    ``first`` and ``last`` are keys, ``None`` if no partition is complete yet.
    """

    __slots__ = ("_begin", "_cron", "_end", "_first", "_fmt", "_last", "_zone", "first", "last")

    def __init__(
        self, cron: Cron, zone: tzinfo, fmt: str, start: datetime, end: datetime | None, now: datetime
    ) -> None:
        self._cron, self._zone, self._fmt = cron, zone, fmt
        self._begin, self._end = start, end
        self._first: datetime | None = None
        self._last: datetime | None = None
        limit = now if end is None or now < end else end
        first = next(ticks_from(cron, zone, start), None)
        # The latest window that ends by the limit begins at the tick but one.
        last = next(islice(ticks_back_from(cron, zone, limit), 1, None), None)
        if first is not None and last is not None and first.timestamp() <= last.timestamp():
            self._first, self._last = first, last
        self.first = None if self._first is None else self._key(self._first)
        self.last = None if self._last is None else self._key(self._last)

    def __contains__(self, key: str) -> bool:
        return self.standing(key).kind == "member"

    def __len__(self) -> int:
        if self._first is None or self._last is None:
            return 0
        return count_ticks(self._cron, self._zone, self._first, self._last)

    def __bool__(self) -> bool:
        return self._first is not None

    def __iter__(self) -> Iterator[str]:
        if self._first is None or self._last is None:
            return
        last = self._last.timestamp()
        for tick in self._ticks(self._first):
            if tick.timestamp() > last:
                return
            yield self._key(tick)

    def between(self, start: str, end: str) -> Iterator[str]:
        """Yield the existing keys from one key to another, both included.

        Raises:
            ValueError: one of the two is not in the format.
        """
        begin, finish = read_key(start, self._fmt, self._zone), read_key(end, self._fmt, self._zone)
        if begin is None or finish is None or self._first is None or self._last is None:
            if begin is None or finish is None:
                raise ValueError(f'"{start if begin is None else end}" is not in the format "{self._fmt}"')
            return
        until = next(self._ticks(finish), finish)
        limit = min(until.timestamp(), self._last.timestamp())
        for tick in self._ticks(max(begin, self._first, key=datetime.timestamp)):
            if tick.timestamp() > limit:
                return
            yield self._key(tick)

    def standing(self, key: str) -> Standing:
        """Return how a key stands to the set."""
        read = read_key(key, self._fmt, self._zone)
        if read is None:
            return Standing("wrong_form", self.first or self._key(self._begin), None)
        tick = next(self._ticks(read), None)
        if tick is None or self._key(tick) != key:
            return self._standing_of_no_start(key, read)
        moment = tick.timestamp()
        if moment < self._begin.timestamp():
            first = next(ticks_from(self._cron, self._zone, self._begin), None)
            return Standing("before", None if first is None else self._key(first), tick)
        if self._end is not None and self._window_end(tick) > self._end.timestamp():
            last = next(islice(ticks_back_from(self._cron, self._zone, self._end), 1, None), None)
            return Standing("after", None if last is None else self._key(last), tick)
        if self._last is None or moment > self._last.timestamp():
            return Standing("future", self.last, tick)
        return Standing("member", key, tick)

    def _standing_of_no_start(self, key: str, read: datetime) -> Standing:
        written = self._key(read)
        if written != key:
            return Standing("wrong_form", written, read)
        before = next(ticks_back_from(self._cron, self._zone, read), None)
        near = self.first if before is None else self._key(before)
        return Standing("between", near, read)

    def _window_end(self, tick: datetime) -> float:
        following = next(islice(self._ticks(tick), 1, None), None)
        return float("inf") if following is None else following.timestamp()

    def _ticks(self, since: datetime) -> Iterator[datetime]:
        """The ticks from a time on, with a leap day's own, which Dagster misses when it starts there."""
        begin = since - timedelta(days=1) if self._cron.text.endswith(LEAP_DAY) else since
        return ticks_from(self._cron, self._zone, begin)

    def _key(self, tick: datetime) -> str:
        return write_key(tick, self._fmt, self._cron)


def window_keys(start: str, cron: str, zone: str, end: str | None, fmt: str | None, now: datetime) -> KeyRange:
    """Return the keys whose windows are complete at the aware ``now``. ``end`` is exclusive.

    Raises:
        ValueError: cron, zone, start, or end cannot be read, or the cron never fires.
    """
    fields, tz = read_cron(cron), load_zone(zone)
    if isinstance(fields, CronError) or never_fires(fields):
        raise ValueError(f'cron "{cron}" has no times')
    begin = read_moment(start, fmt, zone)
    finish = None if end is None else read_moment(end, fmt, zone)
    if tz is None or begin is None or (end is not None and finish is None):
        raise ValueError(f'"{zone}", "{start}" or "{end}" cannot be read')
    return KeyRange(fields, tz, infer_fmt(cron) if fmt is None else fmt, begin, finish, now)


def write_key(tick: datetime, fmt: str, cron: Cron) -> str:
    """Return the key of the partition that begins at a tick.

    The second of two equal local times of a cron that runs in every hour gets its offset appended
    (``dagster._time.dst_safe_strftime``).
    """
    if cron.hour.whole and tick.fold and "%z" not in fmt:
        before, after = tick.replace(fold=0).utcoffset(), tick.utcoffset()
        if (before or timedelta(0)) > (after or timedelta(0)):
            fmt += "%z"
    if fmt == DAY_FORMAT:
        return tick.date().isoformat()
    return tick.strftime(fmt)


def read_key(key: str, fmt: str, zone: tzinfo) -> datetime | None:
    """Read what a key says, with an offset appended or not (``dagster._time.dst_safe_strptime``)."""
    return _read(key, fmt, zone) or (None if "%z" in fmt else _read(key, fmt + "%z", zone))


def _read(text: str, fmt: str, zone: tzinfo) -> datetime | None:
    if fmt == DAY_FORMAT and len(text) == 10 and text.isascii():
        year, month, day = text[:4], text[5:7], text[8:]
        if text[4] == text[7] == "-" and year.isdecimal() and month.isdecimal() and day.isdecimal():
            try:
                return datetime(int(year), int(month), int(day), tzinfo=zone)
            except ValueError:
                return None
    try:
        moment = datetime.strptime(text, fmt)
        if moment.tzinfo is None:
            return moment.replace(tzinfo=zone)
        return datetime.fromtimestamp(moment.timestamp(), zone)
    # A format that ends in the middle of a directive is an IndexError in some versions of Python.
    except (ValueError, IndexError, OverflowError, OSError):
        return None
