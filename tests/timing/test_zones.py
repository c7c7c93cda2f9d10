"""Time zone names: the verdict is Dagster's, the suggestion is ours."""

from __future__ import annotations

import sys
from datetime import timezone

import pytest
from dagster import Definitions, ScheduleDefinition, asset
from dagster._time import get_timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster import zones
from floe_lint.dagster.zones import canonical_zone, check_zone, load_zone


def _dagster_accepts(name: str) -> bool:
    @asset
    def table() -> None: ...

    try:
        schedule = ScheduleDefinition(name="daily", target=[table], cron_schedule="0 0 * * *", execution_timezone=name)
        Definitions.validate_loadable(Definitions(assets=[table], schedules=[schedule]))
    except Exception:
        return False
    return True


@pytest.mark.parametrize(
    "name", ["", "utc", "UTC", "Europe/Berlin", "America/New_York", "Etc/GMT-5", "EST5EDT", "GMT", "Japan"]
)
def test_accepted_names(name: str) -> None:
    assert check_zone(name) is None
    assert _dagster_accepts(name)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("America/New_york", '; did you mean "America/New_York"?'),
        ("america/new_york", '; did you mean "America/New_York"?'),
        ("Europ/Berlin", '; did you mean "Europe/Berlin"?'),
        ("New York", '; did you mean "America/New_York"?'),
        ("Berlin", '; did you mean "Europe/Berlin"?'),
        ("GMT+5", '; did you mean "Etc/GMT-5"?'),
        ("UTC-3", '; did you mean "Etc/GMT+3"?'),
        ("+02", '; did you mean "Etc/GMT-2"?'),
        ("PST", '; did you mean "America/Los_Angeles"?'),
        ("Z", '; did you mean "UTC"?'),
        (" UTC", '; did you mean "UTC"?'),
        ("Utc", '; did you mean "UTC"?'),
        ("America", '; it takes names such as "Europe/Berlin" or "UTC"'),
        ("../UTC", '; it takes names such as "Europe/Berlin" or "UTC"'),
        ("/etc/passwd", '; it takes names such as "Europe/Berlin" or "UTC"'),
        ("Mars/Base", '; it takes names such as "Europe/Berlin" or "UTC"'),
    ],
)
def test_refused_names_and_what_was_meant(name: str, hint: str) -> None:
    assert not _dagster_accepts(name)
    assert check_zone(name) == f'"{name}" is not a time zone of the IANA database{hint}'


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_judged_as_dagster_does(name: str) -> None:
    if name == "":
        return
    try:
        get_timezone(name)
        accepted = True
    except Exception:
        accepted = False
    assert (check_zone(name) is None) == accepted


def test_a_file_system_that_ignores_case_does_not_hide_a_misspelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(zones, "load_zone", lambda _: timezone.utc)
    assert check_zone("Europe/Berlin") is None
    assert check_zone("europe/berlin") == (
        '"europe/berlin" is not a time zone of the IANA database; did you mean "Europe/Berlin"?'
    )


def test_utc_has_one_name() -> None:
    assert [canonical_zone(name) for name in ("", "utc", "UTC", None)] == ["UTC"] * 4
    assert canonical_zone("Europe/Berlin") == "Europe/Berlin"
    assert load_zone("utc") is timezone.utc
    assert load_zone("Mars") is None
