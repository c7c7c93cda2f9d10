"""Which sensors start each other: by example, by brute force, and as Dagster runs it."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from itertools import pairwise

import dagster as dg
import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster.daemons import eager_after, eager_path
from floe_lint.project.asset import Asset
from floe_lint.project.triggers import Step
from tests.project.projects import asset, project

CHAIN = [asset("a"), asset("b", ["a"]), asset("c", ["b"])]

SENSORS = """
  jobs:
    ja: {type: batch, selection: [a]}
    jb: {type: batch, selection: [b]}
    alert: {type: ops, target_function: ops.alert}
  sensors:
"""


def loops(orchestration: str, assets: list[Asset] = CHAIN) -> list[list[tuple[str, str, str, object]]]:
    """Each step as sensor, job, cause, and what it is caused by."""

    def step(one: Step) -> tuple[str, str, str, object]:
        return (one.sensor.name, one.job, one.cause, one.status or one.through or one.asset)

    return [[step(one) for one in loop] for loop in project(orchestration, assets).triggers.loops]


def test_run_status_sensors_in_a_ring() -> None:
    text = (
        SENSORS
        + """
    one: {type: run_status, job: ja, watched_jobs: [jb], status: SUCCESS}
    two: {type: run_status, job: jb, watched_jobs: [ja], status: FAILURE}
    aside: {type: run_status, job: alert, watched_jobs: [ja, jb], status: FAILURE}
"""
    )
    assert loops(text) == [[("one", "ja", "status", "FAILURE"), ("two", "jb", "status", "SUCCESS")]]


def test_a_run_status_sensor_that_watches_its_own_job() -> None:
    text = SENSORS + "    again: {type: run_status, job: ja, watched_jobs: [ja], status: CANCELED}\n"
    assert loops(text) == [[("again", "ja", "status", "CANCELED")]]


def test_an_asset_sensor_alone_is_no_loop() -> None:
    made = project(SENSORS + "    again: {type: asset_sensor, job: ja, watched_assets: [a, b, nowhere]}\n", CHAIN)
    assert made.triggers.loops == []
    assert made.triggers.rebuilt(made.declarations.sensors["again"]) == ["a"]


def test_two_asset_sensors_start_each_other() -> None:
    text = (
        SENSORS
        + """
    one: {type: asset_sensor, job: ja, watched_assets: [a]}
    two: {type: asset_sensor, job: ja, watched_assets: [a]}
"""
    )
    assert loops(text) == [[("one", "ja", "asset", "a"), ("two", "ja", "asset", "a")]]


def test_automation_between_a_job_and_its_sensor() -> None:
    assets = [asset("a"), asset("b", ["a"], automation="eager"), asset("c", ["b"], automation="eager")]
    text = SENSORS + "    again: {type: asset_sensor, job: ja, watched_assets: [c]}\n"
    assert loops(text, assets) == [[("again", "ja", "eager", ("a", "b", "c"))]]


@pytest.mark.parametrize("automation", ["on_cron", "on_missing", None])
def test_other_conditions_do_not_answer_to_an_update(automation: str | None) -> None:
    assets = [asset("a"), asset("b", ["a"], automation=automation)]
    text = SENSORS + "    again: {type: asset_sensor, job: ja, watched_assets: [b]}\n"
    assert loops(text, assets) == []


def test_what_is_not_known_starts_nothing() -> None:
    text = (
        SENSORS
        + """
    unset: {type: asset_sensor, job: "${JOB}", watched_assets: [a]}
    files: {type: file_watcher, job: ja, path: ./in/, pattern: "*.csv"}
    custom: {type: custom, job: ja, target_function: sensors.check}
    missing: {type: run_status, job: nowhere, watched_jobs: [nowhere], status: SUCCESS}
"""
    )
    assert loops(text) == []


def test_a_shorter_loop_is_shown_before_a_longer_one() -> None:
    text = (
        SENSORS
        + """
    first: {type: run_status, job: alert, watched_jobs: [jb], status: SUCCESS}
    second: {type: run_status, job: ja, watched_jobs: [alert, jb], status: SUCCESS}
    third: {type: run_status, job: jb, watched_jobs: [ja], status: SUCCESS}
"""
    )
    assert loops(text) == [[("second", "ja", "status", "SUCCESS"), ("third", "jb", "status", "SUCCESS")]]


# ---- brute force

NAMES = "abcd"
JOBS = [f"j{number}" for number in range(4)]


@st.composite
def sensor_texts(draw: st.DrawFn) -> str:
    lines = ["  jobs:"]
    for job in JOBS:
        chosen = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        lines.append(f"    {job}: {{type: batch, selection: [{', '.join(chosen)}]}}")
    lines.append("  sensors:")
    for number in range(draw(st.integers(1, 5))):
        job = draw(st.sampled_from(JOBS))
        if draw(st.booleans()):
            watched = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
            lines.append(f"    s{number}: {{type: asset_sensor, job: {job}, watched_assets: [{', '.join(watched)}]}}")
        else:
            watched = draw(st.lists(st.sampled_from(JOBS), min_size=1, max_size=2, unique=True))
            rest = f"watched_jobs: [{', '.join(watched)}], status: SUCCESS"
            lines.append(f"    s{number}: {{type: run_status, job: {job}, {rest}}}")
    return "\n".join(lines) + "\n"


@settings(max_examples=150, deadline=None)
@given(sensor_texts())
def test_loops_are_those_of_the_graph_of_sensors(text: str) -> None:
    """Sensors start each other as a plain graph of sensors says, and each loop shown is a shortest of its set."""
    made = project(text, [asset(name) for name in NAMES])
    sensors = made.declarations.sensors
    selected = {name: {one.key for one in made.selected.assets(name)} for name in JOBS}
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(sensors)
    for one in sensors.values():
        for other in sensors.values():
            by_asset = one.name != other.name and bool(set(other.watched_assets) & selected[str(one.job)])
            if by_asset or one.job in other.watched_jobs:
                graph.add_edge(one.name, other.name)
    rings = [
        ring
        for ring in networkx.strongly_connected_components(graph)
        if len(ring) > 1 or any(graph.has_edge(name, name) for name in ring)
    ]
    assert made.triggers.looping == frozenset().union(*rings)
    shown = [[step.sensor.name for step in loop] for loop in made.triggers.loops]
    shortest = [min(map(len, networkx.simple_cycles(graph.subgraph(ring)))) for ring in rings]
    assert sorted(map(len, shown)) == sorted(shortest)
    order = list(sensors)
    for loop in shown:
        assert all(graph.has_edge(one, other) for one, other in zip(loop, [*loop[1:], loop[0]], strict=True))
        assert order.index(loop[0]) == min(map(order.index, loop))


# ---- Dagster


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)


@st.composite
def automated_assets(draw: st.DrawFn) -> tuple[dict[str, list[str]], set[str], set[str]]:
    """Dependencies, the eager assets, and what a run materializes."""
    names = [f"x{number}" for number in range(draw(st.integers(2, 6)))]
    deps = {
        name: draw(st.lists(st.sampled_from(names[:place]), max_size=2, unique=True)) if place else []
        for place, name in enumerate(names)
    }
    eager = set(draw(st.lists(st.sampled_from(names), unique=True)))
    run = set(draw(st.lists(st.sampled_from(names), min_size=1, unique=True)))
    return deps, eager, run


@pytest.mark.slow
@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(automated_assets())
def test_eager_assets_follow_a_run_as_in_dagster(made: tuple[dict[str, list[str]], set[str], set[str]]) -> None:
    deps, eager, run = made
    text = f"  jobs:\n    j: {{type: batch, selection: [{', '.join(sorted(run))}]}}\n"
    triggers_of = project(
        text, [asset(name, above, automation="eager" if name in eager else None) for name, above in deps.items()]
    )
    reach, mask = triggers_of.selected.index.reach, triggers_of.selected.mask("j")
    numbers = {place for place, one in enumerate(triggers_of.catalog.assets) if one.automation}
    # The second run stands for any other: it must not get in the way.
    rows = eager_after(reach, numbers, [mask, 1])
    expected = {one.key for one, row in zip(triggers_of.catalog.assets, rows, strict=True) if row & 1}
    for place, row in enumerate(rows):
        if row & 1:
            path = eager_path(reach, numbers, mask, place)
            assert mask >> path[0] & 1
            assert set(path[1:]) <= numbers
            assert all(above in reach.following("up", below) for above, below in pairwise(path))

    def definition(name: str) -> dg.AssetsDefinition:
        condition = dg.AutomationCondition.eager() if name in eager else None

        @dg.asset(name=name, deps=deps[name], automation_condition=condition)
        def made_asset() -> None: ...

        return made_asset

    assets = [definition(name) for name in deps]
    definitions = dg.Definitions(assets=assets)
    with dg.DagsterInstance.ephemeral() as instance:
        cursor = None

        def tick() -> set[str]:
            nonlocal cursor
            result = dg.evaluate_automation_conditions(defs=definitions, instance=instance, cursor=cursor)
            cursor = result.cursor
            return {name for name in deps if result.get_num_requested(dg.AssetKey(name))}

        def materialize(names: set[str]) -> None:
            dg.materialize(assets, selection=[dg.AssetKey(name) for name in sorted(names)], instance=instance)

        materialize(set(deps))
        while tick():
            pass
        materialize(run)
        found: set[str] = set()
        for _ in range(len(deps) + 2):
            requested = tick()
            found |= requested
            if requested:
                materialize(requested)
    assert found == expected


def test_dagster_lets_a_run_status_sensor_start_its_own_job_again() -> None:
    """Why such a sensor is an error: nothing passes over the runs that it asked for itself."""

    @dg.op
    def work() -> None: ...

    @dg.job
    def refresh() -> None:
        work()

    @dg.run_status_sensor(run_status=dg.DagsterRunStatus.SUCCESS, monitored_jobs=[refresh], request_job=refresh)
    def again(context: dg.RunStatusSensorContext) -> dg.RunRequest:
        return dg.RunRequest(run_key=context.dagster_run.run_id)

    repository = dg.Definitions(jobs=[refresh], sensors=[again]).get_repository_def()
    with dg.DagsterInstance.ephemeral() as instance:
        cursor = None

        def tick() -> int:
            nonlocal cursor
            context = dg.build_sensor_context(
                instance=instance, cursor=cursor, repository_def=repository, sensor_name="again"
            )
            result = again.evaluate_tick(context)
            cursor = result.cursor
            return len(result.run_requests or ())

        assert tick() == 0
        refresh.execute_in_process(instance=instance)
        for _ in range(3):
            assert tick() == 1
            refresh.execute_in_process(instance=instance)
        assert json.loads(str(cursor))
