"""The environment of an installation: ``floe``, ``dagster`` and ``dbt`` on the path, and nothing of this process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.rule_cases import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Variables for a process that finds this checkout as if it were installed.

    What an installation writes goes to ``folder``: the script ``floe``, and the metadata that holds the commands of
    the loader. The home folder lies there too.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = folder / "site" / "floe_lint-0.0.0.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: floe-lint\nVersion: 0.0.0\n")
    commands = project["entry-points"]["floe.commands"]
    lines = [f"{name} = {target}" for name, target in commands.items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[floe.commands]", *lines, ""]))
    scripts = folder / "bin"
    scripts.mkdir(exist_ok=True)
    floe = scripts / "floe"
    module, _, function = project["scripts"]["floe"].partition(":")
    floe.write_text(f"#!{sys.executable}\nfrom {module} import {function}\n\nraise SystemExit({function}())\n")
    floe.chmod(0o755)
    home = folder / "home"
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAGSTER_", "FLOE_", "DBT_"))}
    return {
        **kept,
        "HOME": str(home),
        "PATH": os.pathsep.join([str(scripts), str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "PYTHONPATH": os.pathsep.join([str(metadata.parent), str(ROOT)]),
        "DO_NOT_TRACK": "1",
        "DAGSTER_TELEMETRY_DISABLED": "1",
        **variables,
    }
