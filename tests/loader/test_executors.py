"""``execution`` of platform.yaml: the same floe.yaml run by each executor that can run here."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import pytest

from floe_dagster.loading.executor import executor
from floe_dagster.project import FloeLoadError
from tests.loader.installed import environment

pytestmark = pytest.mark.slow

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry]
  jobs:
    load: {type: batch, selection: ["*"]}
"""
# Each asset says in which process it ran, and in which worker where there is one.
MODULE = """
import os
import sys

from floe_dagster import floe_asset


def _leave(name):
    worker = ""
    if "distributed" in sys.modules:
        from distributed import get_worker

        worker = get_worker().address
    with open(name + ".txt", "w") as file:
        file.write(f"{os.getpid()} {worker}")


@floe_asset(outputs=["bronze.orders"])
def orders(catalog):
    catalog.write_table("bronze.orders", [{"id": 1}, {"id": 2}])
    _leave("orders")


@floe_asset(inputs=["bronze.orders"])
def counted(catalog):
    _leave("counted")
    return {"rows": catalog.read_table("bronze.orders").num_rows}
"""
DEFINITIONS = "from floe_dagster import FloeDefinitions\n\ndefs = FloeDefinitions.from_compiled_artifacts()\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in {"floe.yaml": FLOE, "pantry.py": MODULE, "definitions.py": DEFINITIONS}.items():
        (folder / name).write_text(text)
    return folder


def _execute(project: Path, execution: str) -> tuple[str, list[list[str]]]:
    """Run the job as an operator would; its log, and process and worker of each asset."""
    (project / "platform.yaml").write_text(f"execution: {execution}\n")
    home = project.parent / "dagster"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    result = subprocess.run(
        ["dagster", "job", "execute", "-f", "definitions.py", "-j", "load"],
        cwd=project,
        env=environment(project.parent, DAGSTER_HOME=str(home)),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stderr, [(project / f"{name}.txt").read_text().split(" ") for name in ("orders", "counted")]


def test_in_process(project: Path) -> None:
    log, ((first, _), (second, _)) = _execute(project, "{type: in_process}")
    assert first == second
    assert "Executing steps in process" in log


def test_multiprocess(project: Path) -> None:
    log, ((first, _), (second, _)) = _execute(project, "{type: multiprocess, config: {max_concurrent: 2}}")
    assert first != second
    assert "Executing steps using multiprocess executor" in log


def test_dask_on_a_local_cluster(project: Path) -> None:
    pytest.importorskip("dagster_dask")
    cluster = "{n_workers: 2, threads_per_worker: 1, dashboard_address: null}"
    log, found = _execute(project, f"{{type: dask, config: {{cluster: {{local: {cluster}}}}}}}")
    assert [worker.partition("://")[0] for _, worker in found] == ["tcp", "tcp"]
    assert "RUN_SUCCESS" in log


@pytest.mark.parametrize(
    ("kind", "distribution"),
    [
        ("docker", "dagster-docker"),
        ("kubernetes", "dagster-k8s"),
        ("celery", "dagster-celery"),
        ("celery_kubernetes", "dagster-celery-k8s"),
        ("dask", "dagster-dask"),
    ],
)
def test_an_integration_that_is_not_installed(kind: str, distribution: str) -> None:
    if importlib.util.find_spec(distribution.replace("-", "_")) is not None:
        pytest.skip(f"{distribution} is installed")
    with pytest.raises(FloeLoadError) as caught:
        executor({"type": kind})
    assert str(caught.value) == (
        f'platform.yaml selects the executor "{kind}", which needs "{distribution}"; install it, '
        'or set "execution" to in_process or multiprocess'
    )
