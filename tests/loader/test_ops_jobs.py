"""Ops jobs: whatever can be called is called, and no two ops have one name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from floe_dagster import FloeDefinitions
from floe_dagster.project import FloeLoadError
from floe_lint.api import lint

HEAD = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [larder.assets]
  jobs:
"""
ASSETS = """
import dagster as dg


@dg.asset
def bronze():
    pass


@dg.asset(key=["clean", "vacuum"])
def path():
    pass


@dg.asset_check(asset=bronze, name="full")
def full():
    return dg.AssetCheckResult(passed=True)


@dg.multi_asset(specs=[dg.AssetSpec("left")], name="several__vacuum")
def several():
    pass
"""
OPS = '''
import time
from functools import partial

import dagster as dg

CALLS = []


def vacuum(days=30):
    """Remove old files."""
    CALLS.append(("vacuum", days))


class Sweeper:
    """Sweep."""

    def __call__(self, context, days=1):
        CALLS.append(("sweep", days))


weekly = partial(vacuum, days=7)
sweep = Sweeper()
short = lambda days=2: CALLS.append(("short", days))
now = time.monotonic
number = int("3")


@dg.op(config_schema={"days": dg.Field(int, default_value=5)})
def refresh(context):
    CALLS.append(("refresh", context.op_config["days"]))
'''
OTHERS = """
import dagster as dg
from larder.ops import CALLS


@dg.op
def refresh():
    CALLS.append(("other", None))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project without a floe.yaml, forgotten by Python afterwards."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    (tmp_path / "larder").mkdir()
    texts = {"__init__": "", "assets": ASSETS, "ops": OPS, "others": OTHERS}
    for name, text in texts.items():
        (tmp_path / "larder" / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    path = list(sys.path)
    yield tmp_path
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] == "larder"]:
        del sys.modules[name]


def _repository(folder: Path, text: str, **given: Any) -> Any:
    """The repository of a project that lint finds nothing wrong with and Dagster takes."""
    (folder / "floe.yaml").write_text(HEAD + text, encoding="utf-8")
    assert [finding.message for finding in lint(folder).findings if finding.severity == "error"] == []
    definitions = FloeDefinitions.from_compiled_artifacts(floe_file=folder / "floe.yaml", **given)
    dg.Definitions.validate_loadable(definitions)
    return definitions.get_repository_def()


def _run(repository: Any, job: str, **config: Any) -> list[Any]:
    calls: list[Any] = sys.modules["larder.ops"].CALLS
    calls.clear()
    definition = repository.get_job(job)
    (node,) = definition.nodes
    given = {"ops": {node.name: {"config": config}}} if config else None
    assert definition.execute_in_process(run_config=given).success
    return list(calls)


@pytest.mark.parametrize(
    ("target", "op", "description", "calls"),
    [
        ("vacuum", "j__vacuum", "Remove old files.", [("vacuum", 30)]),
        ("weekly", "j__weekly", "Remove old files.", [("vacuum", 7)]),
        ("sweep", "j__sweep", "Sweep.", [("sweep", 1)]),
        ("short", "j__short", None, [("short", 2)]),
        ("refresh", "refresh", None, [("refresh", 5)]),
    ],
)
def test_whatever_can_be_called(folder: Path, target: str, op: str, description: str | None, calls: list[Any]) -> None:
    repository = _repository(folder, f"    j: {{type: ops, target_function: larder.ops.{target}}}\n")
    (node,) = repository.get_job("j").nodes
    assert (node.name, node.definition.name, node.definition.description) == (op, op, description)
    assert _run(repository, "j") == calls


@pytest.mark.parametrize(
    ("target", "call"), [("vacuum", "vacuum"), ("weekly", "vacuum"), ("sweep", "sweep"), ("refresh", "refresh")]
)
def test_arguments_and_the_launchpad(folder: Path, target: str, call: str) -> None:
    jobs = f"    j: {{type: ops, target_function: larder.ops.{target}, args: {{days: 9}}}}\n"
    repository = _repository(folder, jobs)
    assert _run(repository, "j") == [(call, 9)]
    assert _run(repository, "j", days=11) == [(call, 11)]


def test_a_callable_without_a_signature(folder: Path) -> None:
    repository = _repository(folder, "    j: {type: ops, target_function: larder.ops.now}\n")
    assert _run(repository, "j") == []


def test_what_cannot_be_called(folder: Path) -> None:
    with pytest.raises(FloeLoadError) as caught:
        _repository(folder, "    j: {type: ops, target_function: larder.ops.number}\n")
    assert str(caught.value) == '"larder.ops.number" is of type "int", which cannot be called; name a function'


@pytest.mark.parametrize(
    ("jobs", "names"),
    [
        # An op of the name of a job.
        ({"j": "ops.vacuum", "j__vacuum": "ops.sweep"}, {"j": "j__vacuum_", "j__vacuum": "j__vacuum__sweep"}),
        # Of an asset whose key has two parts, of another asset's op, of another job's op.
        ({"clean": "ops.vacuum"}, {"clean": "clean__vacuum_"}),
        ({"several": "ops.vacuum"}, {"several": "several__vacuum_"}),
        ({"j": "ops.vacuum", "j_": "ops.refresh"}, {"j": "j__vacuum", "j_": "refresh"}),
        # An op with the name of its job, of another job, and of another op: the launchpad shows its own.
        ({"refresh": "ops.refresh"}, {"refresh": "refresh__refresh"}),
        ({"j": "ops.refresh", "refresh": "ops.vacuum"}, {"j": "j__refresh", "refresh": "refresh__vacuum"}),
        ({"a": "ops.refresh", "b": "others.refresh"}, {"a": "refresh", "b": "b__refresh"}),
        # One op may serve two jobs.
        ({"a": "ops.refresh", "b": "ops.refresh"}, {"a": "refresh", "b": "refresh"}),
    ],
)
def test_no_two_ops_have_one_name(folder: Path, jobs: dict[str, str], names: dict[str, str]) -> None:
    text = "".join(
        f"    {name}: {{type: ops, target_function: larder.{target}}}\n" for name, target in jobs.items()
    )  # fmt: skip
    repository = _repository(folder, text)
    found = {}
    for name in jobs:
        (node,) = repository.get_job(name).nodes
        found[name] = node.definition.name
        if "refresh" in jobs[name]:
            assert node.name == "refresh"
        assert _run(repository, name)
    assert found == names


def test_an_op_that_is_renamed_keeps_its_config(folder: Path) -> None:
    jobs = "    refresh: {type: ops, target_function: larder.ops.refresh, args: {days: 9}}\n"
    repository = _repository(folder, jobs)
    assert _run(repository, "refresh") == [("refresh", 9)]
    assert _run(repository, "refresh", days=11) == [("refresh", 11)]


def test_jobs_that_are_given_in_python(folder: Path) -> None:
    @dg.op
    def j__vacuum() -> None:
        """Have the name that the loader would give."""

    @dg.job
    def given() -> None:
        j__vacuum()

    jobs = "    j: {type: ops, target_function: larder.ops.vacuum}\n"
    repository = _repository(folder, jobs, jobs=[given])
    (node,) = repository.get_job("j").nodes
    assert node.name == "j__vacuum_"
