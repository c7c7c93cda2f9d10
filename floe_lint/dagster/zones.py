"""Time zone names, as Dagster takes them: names of the IANA database, ``utc``, and the empty name for UTC."""

from __future__ import annotations

import sys
from datetime import timezone, tzinfo

_UTC_NAMES = ("", "UTC", "utc")

_MEANT = {
    "Z": "UTC",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "MDT": "America/Denver",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "EDT": "America/New_York",
    "BST": "Europe/London",
    "CEST": "Europe/Berlin",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
}
"""Common abbreviations that are not names of the database."""


def check_zone(name: str) -> str | None:
    """Return why Dagster refuses the time zone, with the nearest name, or ``None`` if it accepts it.

    The case counts even where the file system ignores it (macOS, Windows): the project will run elsewhere.
    """
    if name in _UTC_NAMES:
        return None
    if load_zone(name) is not None and not _in_wrong_case(name):
        return None
    meant = suggest_zone(name)
    hint = f'; did you mean "{meant}"?' if meant else '; it takes names such as "Europe/Berlin" or "UTC"'
    return f'"{name}" is not a time zone of the IANA database{hint}'


def canonical_zone(name: str | None) -> str:
    """Return the one name under which Dagster must see a valid zone, because it compares names."""
    return "UTC" if name is None or name in _UTC_NAMES else name


def load_zone(name: str | None) -> tzinfo | None:
    """Return the zone that Dagster uses under this name, or ``None`` if there is none."""
    if name is None or name in _UTC_NAMES:
        return timezone.utc
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    # No such file, a folder, not a zone file, a path that leaves the database.
    except (KeyError, ValueError, OSError):
        return None


def _in_wrong_case(name: str) -> bool:
    if sys.platform not in ("darwin", "win32"):
        return False
    from zoneinfo import available_timezones

    names = available_timezones()
    return name not in names and name.casefold() in {known.casefold() for known in names}


def suggest_zone(name: str) -> str | None:
    """Return the zone that was probably meant by a name that is none."""
    from zoneinfo import available_timezones

    from floe_lint.kernel.near_names import nearest

    stripped = name.strip()
    offset = stripped.upper().removeprefix("UTC").removeprefix("GMT")
    if offset[:1] in ("+", "-") and offset[1:].isascii() and offset[1:].isdecimal() and int(offset[1:]) <= 12:
        # The database counts westwards.
        hours = int(offset[1:])
        return f"Etc/GMT{'-' if offset[0] == '+' else '+'}{hours}" if hours else "UTC"
    if stripped.upper() in _MEANT:
        return _MEANT[stripped.upper()]
    if stripped.upper() == "UTC":
        return "UTC"
    names = available_timezones()
    folded = stripped.casefold().replace(" ", "_")
    ends = sorted(known for known in names if known.casefold().rpartition("/")[2] == folded)
    return min(ends, key=len) if ends else nearest(stripped, names)
