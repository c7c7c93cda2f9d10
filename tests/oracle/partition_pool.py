"""Partition sets with keys that they are known to have, in order."""

from __future__ import annotations

from typing import Any, NamedTuple


class KnownSet(NamedTuple):
    """A partition set as floe.yaml has it. ``keys`` are some of those over which a backfill may range."""

    entry: dict[str, Any]
    keys: tuple[str, ...]
    has_time: bool = False


def _window(start: str, cron: str, keys: tuple[str, ...], **more: str) -> KnownSet:
    return KnownSet({"type": "time_window", "start": start, "cron_schedule": cron, **more}, keys, has_time=True)


_DAILY: dict[str, Any] = {"type": "time_window", "start": "2024-01-01", "cron_schedule": "0 0 * * *"}
_REGIONS: dict[str, Any] = {"type": "static", "partition_keys": ["us", "eu"]}

SOUND = (
    _window("2024-01-01", "0 0 * * *", ("2024-01-01", "2024-01-05", "2024-03-10")),
    _window("2024-01-01", "@daily", ("2024-01-01", "2024-02-29"), end="2024-06-30"),
    _window("2024-01-01", "0 0 * * *", ("2024-01-02", "2024-03-31"), timezone="Europe/Berlin"),
    _window("2024-01-01", "0 0 1 * *", ("2024-01-01", "2024-06-01", "2024-12-01")),
    _window("2024-01-01", "@monthly", ("2024-01", "2024-11"), fmt="%Y-%m"),
    _window("2024-01-01", "0 0 * * 1", ("2024-01-01", "2024-01-08", "2024-01-15")),
    _window("2024-01-01", "0 * * * *", ("2024-01-01-00:00", "2024-01-02-13:00"), end="2024-02-01"),
    _window("2024-01-01", "0 6 * * *", ("2024-01-01", "2024-02-01"), end="2024-03-01"),
    _window("2024-01-01", "0 0 * * MON-FRI", ("2024-01-01", "2024-01-05", "2024-01-08"), timezone="UTC"),
    _window("2024-01-01T00:00:00", "0 0 * * *", ("2024-01-01", "2024-01-03")),
    _window("2024-01-01-00:00", "0 */6 * * *", ("2024-01-01-06:00", "2024-01-01-18:00"), fmt="%Y-%m-%d-%H:%M",
            end="2024-02-01-00:00"),
    KnownSet({"type": "static", "partition_keys": ["us-east", "eu", "ap"]}, ("us-east", "eu", "ap")),
    KnownSet({"type": "static", "partition_keys": ["a"]}, ("a",)),
    KnownSet({"type": "static", "partition_keys": ["2024", "on", "1.5"]}, ("2024", "on", "1.5")),
    KnownSet({"type": "multi", "partitions": {"date": _DAILY, "region": _REGIONS}}, ("2024-01-02", "2024-02-01"), True),
    KnownSet({"type": "multi", "partitions": {"region": _REGIONS, "date": _DAILY}}, ("2024-01-02", "2024-02-01"), True),
    KnownSet({"type": "multi", "partitions": {"region": _REGIONS, "size": {"type": "static",
             "partition_keys": ["s", "m"]}}}, ()),
    KnownSet({"type": "dynamic"}, ()),
)  # fmt: skip

ODD_CRONS = (
    "0 0 31 4 *", "0 24 * * *", "* * * *", "0 0 * * 8", "0 0 L * *", "0 0 * * 5#2", "0 0 30 2 *", "60 * * * *",
    "@yearly", "@weekly", "@reboot", "0 0 * * sun", "0 0 1 jan *", "R 0 * * *", "0 0 1,15 * *", "*/90 * * * *",
    "0 0 29 2 *", "0 0 ? * *", "0 22-2 * * *", "0 0 * * 7", "5/15 * * * *", "0 0 1W * *", "0 0 * * fri#1", "0 0 0 * *",
    "0 0 L2 * *", "0  0 * * *", " 0 0 * * *", "0 0 * * 1-5", "0 0 * * 6-0", "0 0 */2 * *", "",
)  # fmt: skip
ODD_ZONES = (
    "UTC", "utc", "Europe/Berlin", "America/New_York", "America/New_york", "GMT+5", "Etc/GMT+5", "Z", "US/Pacific",
    "Asia/Kathmandu", "Mars/Olympus", "EST", "CET", "Australia/Lord_Howe", " UTC", "Etc/UTC", "GMT", "PST",
)  # fmt: skip
ODD_TIMES = (
    "2024-01-01", "2024-02-30", "2024-01", "01.01.2024", "2024-01-01T06:00", "2024-01-01-06:00", "2024-01-01 00:00:00",
    "2030-01-01", "2023-12-31", "2024-12-31", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00+02:00", "2024-03-31T02:30",
    "20240101", "2024-1-1", "", "2024-06-15", "2024-01-01-00:00",
)  # fmt: skip
ODD_FMTS = ("%Y-%m-%d", "%Y-%m", "%Y", "%Y-%m-%d-%H:%M", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S", "%m-%d", "%G-W%V", "%Y%m%d",
            "%j", "%Y-%j", "fixed", "%y-%m-%d", "%Y-%m-%d %H", "%s", "%H:%M")  # fmt: skip
ODD_KEYS: tuple[list[str], ...] = (
    [], ["a", "a"], ["a...b"], ["us", "eu"], ["x,y"], [""], ["a|b"], ["1", "2"], ["a\nb"], [" a"], ["ü"], ["a/b"],
    ["x" * 300], ["[a]"], ["a..b"], ["*"],
)  # fmt: skip
