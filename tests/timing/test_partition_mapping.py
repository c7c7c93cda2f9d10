"""Which partitioned assets may depend on which: Dagster decides, by loading them."""

from __future__ import annotations

import pytest
from dagster import (
    AssetKey,
    Definitions,
    DynamicPartitionsDefinition,
    MultiPartitionsDefinition,
    PartitionsDefinition,
    StaticPartitionsDefinition,
    TimeWindowPartitionsDefinition,
    asset,
)

from floe_lint.dagster.cron.check_cron import canonical_cron
from floe_lint.dagster.partitions.validity import (
    Definition,
    Dynamic,
    Multi,
    Static,
    TimeWindow,
    infer_fmt,
    mapping_defect,
    mapping_supported,
    read_moment,
    same_partitions,
)
from floe_lint.dagster.zones import canonical_zone

_DAILY = TimeWindow("2024-01-01", "0 0 * * *")
_REGION = Static(("us", "eu"))
_CUSTOMERS = Dynamic("customers")
_DEFINITIONS: dict[str, Definition | None] = {
    "none": None,
    "daily": _DAILY,
    "daily as alias": TimeWindow("2024-01-01", "@daily", zone="utc", fmt="%Y-%m-%d"),
    "daily later": TimeWindow("2024-06-01", "0 0 * * *"),
    "daily ended": TimeWindow("2024-01-01", "0 0 * * *", end="2024-02-01"),
    "daily in Berlin": TimeWindow("2024-01-01", "0 0 * * *", zone="Europe/Berlin"),
    "daily with fmt": TimeWindow("2024-01-01", "0 0 * * *", fmt="%Y%m%d"),
    "hourly": TimeWindow("2024-01-01", "0 * * * *"),
    "weekly": TimeWindow("2024-01-01", "0 0 * * 0"),
    "regions": _REGION,
    "regions turned": Static(("eu", "us")),
    "other keys": Static(("a", "b")),
    "customers": _CUSTOMERS,
    "suppliers": Dynamic("suppliers"),
    "daily and regions": Multi((("date", _DAILY), ("region", _REGION))),
    "regions and daily": Multi((("region", _REGION), ("date", _DAILY))),
    "daily and other keys": Multi((("date", _DAILY), ("kind", Static(("a", "b"))))),
    "hourly and customers": Multi((("hour", TimeWindow("2024-01-01", "@hourly")), ("who", _CUSTOMERS))),
    "days and weeks": Multi((("day", _DAILY), ("week", TimeWindow("2024-01-01", "0 0 * * 0")))),
    "regions twice": Multi((("from", _REGION), ("to", _REGION))),
}
_PAIRS = [(first, second) for first in _DEFINITIONS for second in _DEFINITIONS]


def _in_dagster(definition: Definition) -> PartitionsDefinition:
    if isinstance(definition, TimeWindow):
        start = read_moment(definition.start, definition.fmt, definition.zone)
        end = definition.end and read_moment(definition.end, definition.fmt, definition.zone)
        assert start is not None
        return TimeWindowPartitionsDefinition(
            start=start.replace(tzinfo=None),
            end=end.replace(tzinfo=None) if end else None,
            cron_schedule=canonical_cron(definition.cron),
            timezone=canonical_zone(definition.zone),
            fmt=definition.fmt or infer_fmt(definition.cron),
        )
    if isinstance(definition, Static):
        return StaticPartitionsDefinition(list(definition.keys))
    if isinstance(definition, Dynamic):
        return DynamicPartitionsDefinition(name=definition.name)
    return MultiPartitionsDefinition({name: _in_dagster(part) for name, part in definition.dimensions})


_IN_DAGSTER = {name: part and _in_dagster(part) for name, part in _DEFINITIONS.items()}


def _loads(upstream: str, downstream: str) -> bool:
    @asset(partitions_def=_IN_DAGSTER[upstream])
    def above() -> None: ...

    @asset(partitions_def=_IN_DAGSTER[downstream], deps=[AssetKey("above")])
    def below() -> None: ...

    try:
        Definitions.validate_loadable(Definitions(assets=[above, below]))
    except Exception:
        return False
    return True


def test_dependencies_between_partitions_load_exactly_if_dagster_loads_them() -> None:
    differences = [
        pair for pair in _PAIRS if mapping_supported(_DEFINITIONS[pair[0]], _DEFINITIONS[pair[1]]) != _loads(*pair)
    ]
    assert differences == []


def test_equality_is_dagsters_once_spelled_in_one_way() -> None:
    differences = []
    for one, other in _PAIRS:
        first, second = _DEFINITIONS[one], _DEFINITIONS[other]
        if first is None or second is None:
            continue
        if same_partitions(first, second) != (_IN_DAGSTER[one] == _IN_DAGSTER[other]):
            differences.append((one, other))
    assert differences == []


@pytest.mark.parametrize(
    ("upstream", "downstream", "reason"),
    [
        ("daily", "none", None),
        ("daily", "hourly", None),
        ("regions", "other keys", None),
        ("regions", "daily and regions", None),
        ("hourly", "daily and regions", None),
        ("daily", "regions", "the upstream partitions are a time window, the downstream ones static"),
        (
            *("daily", "daily in Berlin"),
            'the upstream partitions are in time zone "UTC", the downstream ones in "Europe/Berlin"',
        ),
        (
            *("other keys", "daily and regions"),
            'neither dimension "date" nor "region" of the multi partitions equals the single one',
        ),
        (
            *("regions twice", "regions"),
            'both dimensions "from" and "to" of the multi partitions equal the single one',
        ),
    ],
)
def test_reasons(upstream: str, downstream: str, reason: str | None) -> None:
    assert mapping_defect(_DEFINITIONS[upstream], _DEFINITIONS[downstream]) == reason
