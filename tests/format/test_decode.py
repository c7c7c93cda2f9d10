"""What decoding makes of a file."""

from __future__ import annotations

from typing import Any

import pytest

from floe_lint.format.decode import decode
from floe_lint.format.fields import NamedSection, Section, boolean, fields_of, timely
from floe_lint.format.floe_yaml import FloeFile, Orchestration
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.variables.interpolation import Unset
from floe_lint.yaml.nodes import Mapping
from floe_lint.yaml.parse import parse_document
from tests.format.projects import declared


def test_a_field_that_is_not_given_is_its_default() -> None:
    schedule = declared(Orchestration, "schedules: {daily: {job: a, cron_schedule: b}}").schedules["daily"]
    assert (schedule.timezone, schedule.enabled, schedule.description) == ("UTC", True, None)
    assert schedule.settings == {"job": "a", "cron_schedule": "b"}
    assert schedule.is_known("description")


def test_what_depends_on_a_variable_without_a_value_is_not_known() -> None:
    found = declared(
        Orchestration,
        "asset_modules: [a, '${B}']\n"
        "schedules: {daily: {job: '${JOB}', cron_schedule: b, timezone: '${ZONE}'}}\n"
        "jobs: {a: {type: batch, selection: '${S}', tags: {owner: '${O}'}}, b: {type: '${T}', selection: c}}\n"
        "sensors: ${SENSORS}\n",
    )
    schedule = found.schedules["daily"]
    assert (schedule.job, schedule.timezone, schedule.cron_schedule) == (None, None, "b")
    assert [schedule.is_known(name) for name in ("job", "timezone", "cron_schedule")] == [False, False, True]
    assert found.asset_modules == ("a", None)
    assert found.jobs["a"].selection == (None,)
    assert found.jobs["a"].tags == {"owner": "${O}"}
    assert type(found.jobs["a"].tags["owner"]) is Unset
    # Nobody can tell what an entry of unknown kind is, nor what a section that is a variable defines.
    assert found.invalid["jobs"] == {"b"}
    assert found.names("jobs") == {"a", "b"}
    assert found.sensors == {}
    assert found.unreadable == {"sensors"}


def test_variables_are_replaced_before_a_value_is_judged() -> None:
    root = parse_document("floe.yaml", "schedules: {s: {job: '${J:a}', cron_schedule: b, enabled: '${E}'}}").root
    found, refusals = decode(Orchestration, root, {"E": "off"})
    schedule = found.schedules["s"]
    assert refusals == []
    assert (schedule.job, type(schedule.job), schedule.enabled) == ("a", str, False)


def test_a_declaration_keeps_its_node_and_its_name() -> None:
    found = declared(
        FloeFile, "name: shop\nversion: 1.0.0\norchestration:\n  schedules: {s: {job: a, cron_schedule: b}}\n"
    )
    schedule = found.declarations.schedules["s"]
    assert schedule.name == "s"
    assert schedule.route == ("orchestration", "schedules", "s")
    assert schedule.node is not None
    assert list(schedule.node.entries) == ["job", "cron_schedule"]


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("file_watcher", ("incoming", "*", (), None)),
        ("asset_sensor", (None, None, ("orders",), None)),
        ("custom", (None, None, (), "a.b")),
    ],
)
def test_the_fields_of_other_kinds_are_empty(kind: str, given: tuple[Any, ...]) -> None:
    own = {
        "file_watcher": "path: incoming",
        "asset_sensor": "watched_assets: [orders]",
        "custom": "target_function: a.b",
    }
    text = f"sensors: {{s: {{type: {kind}, job: a, {own[kind]}}}}}"
    sensor = declared(Orchestration, text).sensors["s"]
    assert (sensor.path, sensor.pattern, sensor.watched_assets, sensor.target_function) == given


def test_a_defect_leaves_the_other_entries_usable() -> None:
    text = "dbt: 1\njobs: {a: {type: ops}, b: {type: ops, target_function: c.d}}\npartitions: []\nassets: {}\n"
    found, refusals = decode(Orchestration, parse_document("floe.yaml", text).root, {})
    assert [(refusal.reason, refusal.route) for refusal in refusals] == [
        ("value", ("dbt",)),
        ("missing", ("jobs", "a", "target_function")),
        ("value", ("partitions",)),
    ]
    assert list(found.jobs) == ["b"]
    assert found.invalid["jobs"] == {"a"}
    assert found.invalid["dbt"] == {"dbt"}
    assert found.unreadable == {"partitions"}


def test_sections_at_the_top_level_are_taken_for_declared() -> None:
    text = "name: shop\nversion: 1.0.0\njobs: {a: {type: batch}}\nasset_modules: [b]\n"
    found, refusals = decode(FloeFile, parse_document("floe.yaml", text).root, {})
    assert [refusal.route for refusal in refusals] == [("jobs",), ("asset_modules",)]
    assert found.declarations.names("jobs") == {"a"}
    assert found.declarations.invalid["asset_modules"] == {"asset_modules"}


def test_merged_and_aliased_entries_are_in_their_places() -> None:
    found = declared(
        FloeFile,
        "name: shop\nversion: 1.0.0\nx-job: &job {type: batch, selection: a}\n"
        "orchestration:\n  jobs: {a: *job, b: {<<: *job, selection: [b]}}\n",
    )
    assert {name: job.selection for name, job in found.declarations.jobs.items()} == {"a": ("a",), "b": ("b",)}
    assert found.declarations.jobs["b"].term_routes == [("orchestration", "jobs", "b", "selection", 0)]


@pytest.mark.parametrize("text", ["", "a", "[a]", "${A}"])
def test_of_a_file_that_is_no_mapping_nothing_is_known(text: str) -> None:
    found, refusals = decode(FloeFile, parse_document("floe.yaml", text).root, {})
    assert [refusal.route for refusal in refusals] == [()]
    assert (found.storage, found.is_known("storage"), found.transforms) == (None, False, ())
    assert found.declarations.jobs == {}


def test_what_stands_at_a_route() -> None:
    found = declared(PlatformFile, "compute: {a: {type: duckdb, properties: {threads: [1, '${N:2}']}}}")
    assert found.at(("compute", "a", "type")) == "duckdb"
    assert found.at(("compute", "a", "properties", "threads", 1)) == 2
    assert found.at(("compute", "b", "type")) is None


class _Shift(Section):
    start = timely("When it begins.", required=True).of("night")
    lit = boolean("Whether there is light.").unused()


def test_a_field_says_what_has_it_and_whether_it_is_used() -> None:
    assert {name: (field.kind, field.is_used) for name, field in fields_of(_Shift).items()} == {
        "start": ("night", True),
        "lit": ("", False),
    }
    assert list(fields_of(_Shift, "day")) == ["lit"]


def test_no_field_hides_what_every_section_has() -> None:
    own = {*dir(Section), "route", "node"} - {"type"}
    pending: list[Any] = [FloeFile, PlatformFile]
    for section in pending:
        names = set(fields_of(section))
        assert not names & (own | {"name"} if issubclass(section, NamedSection) else own), section
        for field in fields_of(section).values():
            inner = getattr(field.type, "value", getattr(field.type, "item", field.type))
            if isinstance(inner, type) and inner not in pending:
                pending.append(inner)
    assert len(pending) > 20
    assert isinstance(declared(FloeFile, "name: a\nversion: 1.0.0\n").node, Mapping)
