"""One line says which Dagster is mirrored; whatever else names a version agrees with it."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from floe_lint.dagster import MIRRORED
from tests.mirror.page import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MAJOR, _MINOR = map(int, MIRRORED.split("."))
_VERSION = re.compile(r"\bdagster(?:'s)?[ =<>~]{1,3}(\d+\.\d+)", re.IGNORECASE)


def test_the_installed_dagster_is_the_one_that_is_mirrored() -> None:
    assert version("dagster").startswith(f"{MIRRORED}.")


def test_the_extra_takes_no_other_dagster() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    # Dagster's integrations are 16 minor versions ahead, below 1.0: dagster 1.13 goes with dagster-dbt 0.29.
    libraries = f">=0.{_MINOR + 16},<0.{_MINOR + 17}"
    assert [one for one in extras["dagster"] if one.startswith("dagster")] == [
        f"dagster>={MIRRORED},<{_MAJOR}.{_MINOR + 1}",
        f"dagster-dbt{libraries}",
        f"dagster-webserver>={MIRRORED},<{_MAJOR}.{_MINOR + 1}",
    ]
    assert [one for one in extras["dev"] if one.startswith("dagster")] == [f"dagster-dask{libraries}"]


def _texts() -> list[Path]:
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    for folder, pattern in (("docs", "*.md"), ("rules", "*.md"), ("rules", "*.py"), ("floe_lint", "*.py")):
        found.extend(sorted((ROOT / folder).rglob(pattern)))
    return [*found, *sorted((ROOT / "floe_dagster").rglob("*.py"))]


@pytest.mark.parametrize("path", _texts(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_or_message_names_another_version(path: Path) -> None:
    named = set(_VERSION.findall(path.read_text(encoding="utf-8")))
    assert named <= {MIRRORED}
