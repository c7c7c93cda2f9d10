"""Run the tests that compare ``floe_lint/dagster/`` with the installed Dagster, and say which that is."""

from __future__ import annotations

import sys
from importlib.metadata import version

import pytest

from floe_lint.dagster import MIRRORED
from tests.mirror.page import ROOT, rows


def main() -> int:
    """The exit code of pytest; further arguments are its own."""
    compared = f"Dagster {version('dagster')}, dagster-dbt {version('dagster-dbt')}"
    print(f"floe_lint/dagster mirrors Dagster {MIRRORED}; compared with {compared}", flush=True)
    tests = dict.fromkeys(test for row in rows() for test in row.tests)
    return int(pytest.main([f"--rootdir={ROOT}", *(str(ROOT / test) for test in tests), *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())
