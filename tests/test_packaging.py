"""The wheel and the sdist, each installed into a clean environment, find every rule and lint the example."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from floe_lint.api import builtin_rules

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built from what git would give."""
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


@pytest.mark.parametrize("suffix", [".whl", ".tar.gz"])
def test_installed_floe_has_all_rules_and_lints_the_example(built: Path, tmp_path: Path, suffix: str) -> None:
    (archive,) = [path for path in built.iterdir() if path.name.endswith(suffix)]
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    bin_folder = environment / "bin"
    subprocess.run(
        [bin_folder / "python", "-m", "pip", "install", "--quiet", str(archive)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    example = tmp_path / "ecommerce"
    shutil.copytree(ROOT / "examples" / "ecommerce", example)
    rules = subprocess.run(
        [bin_folder / "floe", "rules", "--format", "json"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert [rule["id"] for rule in json.loads(rules.stdout)] == [rule.info.id for rule in builtin_rules()]
    installed = subprocess.run(
        [bin_folder / "python", "-m", "pip", "list", "--format", "json"],
        check=True,
        capture_output=True,
        text=True,
    )
    names = {entry["name"].lower() for entry in json.loads(installed.stdout)}
    assert names.isdisjoint({"dagster", "dbt-core", "pandas", "pyarrow"})
    for command in (["floe", "lint"], ["floe-lint"], ["python", "-m", "floe_lint", "lint"]):
        result = subprocess.run(
            [str(bin_folder / command[0]), *command[1:], str(example)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )
        assert (result.returncode, result.stderr) == (0, "")
