"""The sdist and the wheel that is made of it find every rule and lint the example; the wheel is installed for it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from floe_lint.api import builtin_rules
from tests.rule_cases import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of this checkout, and the wheel that is built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return folder


def test_the_wheel_holds_the_pack_beside_the_names_that_rules_import(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert {"floe_lint/rules.py", "floe_lint/builtin_rules/pack.yaml"} <= held
    assert [path for path in held if path.startswith("floe_lint/rules/")] == []


def _archive(built: Path, suffix: str) -> Path:
    (archive,) = [path for path in built.iterdir() if path.name.endswith(suffix)]
    return archive


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one folder that the sdist holds."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(_archive(built, ".tar.gz")) as archive:
        archive.extractall(folder, filter="data")
    (inner,) = folder.iterdir()
    return inner


def _has_all_rules_and_lints_the_example(
    python: Path, floe: list[str], commands: list[list[str]], folder: Path, **variables: str
) -> None:
    example = folder / "ecommerce"
    shutil.copytree(ROOT / "examples" / "ecommerce", example)
    environment = {**os.environ, **variables}
    rules = subprocess.run(
        [*floe, "rules", "--format", "json"], check=True, capture_output=True, text=True, cwd=folder, env=environment
    )
    assert [rule["id"] for rule in json.loads(rules.stdout)] == [rule.info.id for rule in builtin_rules()]
    for command in (*commands, [str(python), "-m", "floe_lint", "lint"]):
        result = subprocess.run([*command, str(example)], capture_output=True, text=True, cwd=folder, env=environment)
        assert (result.returncode, result.stderr) == (0, "")


def test_the_installed_wheel_has_all_rules_and_lints_the_example(built: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run(
        [*pip, "install", "--quiet", str(_archive(built, ".whl"))], check=True, capture_output=True, timeout=600
    )
    installed = subprocess.run([*pip, "list", "--format", "json"], check=True, capture_output=True, text=True)
    names = {entry["name"].lower() for entry in json.loads(installed.stdout)}
    assert "floe-lint" in names
    assert names.isdisjoint({"dagster", "dbt-core", "pandas", "pyarrow", "ruamel.yaml"})
    programs = environment / "bin"
    commands = [[str(programs / "floe"), "lint"], [str(programs / "floe-lint")]]
    _has_all_rules_and_lints_the_example(python, [str(programs / "floe")], commands, tmp_path)


def test_the_unpacked_sdist_has_all_rules_and_lints_the_example(unpacked: Path, tmp_path: Path) -> None:
    module = [sys.executable, "-m", "floe_lint"]
    _has_all_rules_and_lints_the_example(Path(sys.executable), module, [], tmp_path, PYTHONPATH=str(unpacked))


def test_the_wheel_is_made_of_the_sdist(built: Path, unpacked: Path) -> None:
    """An sdist without one of these files makes another wheel wherever it is installed."""
    with zipfile.ZipFile(_archive(built, ".whl")) as wheel:
        held = {name: wheel.read(name) for name in wheel.namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in held} == {"floe_lint", "floe_dagster"}
    for name, content in held.items():
        assert (unpacked / _in_checkout(name)).read_bytes() == content, name


def _in_checkout(name: str) -> str:
    """Where a file of the wheel lies in a checkout: the built-in rules and the hooks lie at its top."""
    if name == "floe_lint/adoption/.pre-commit-hooks.yaml":
        return ".pre-commit-hooks.yaml"
    return re.sub("^floe_lint/builtin_rules/", "rules/", name)
