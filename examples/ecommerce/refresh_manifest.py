"""Parse the dbt project and write what Dagster and floe need of it to target/manifest.json.

    python refresh_manifest.py

dbt's own file holds macros, times, ids of the run and paths of the machine. This one holds none of these, so
that it is small, can be committed, and changes only when the models do.
"""

import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "target" / "manifest.json"

METADATA = ("dbt_schema_version", "dbt_version", "project_name", "adapter_type")
SECTIONS = (
    "nodes",
    "sources",
    "metrics",
    "exposures",
    "groups",
    "selectors",
    "semantic_models",
    "saved_queries",
    "unit_tests",
    "functions",
    "parent_map",
    "child_map",
)
NODE = (
    "unique_id",
    "resource_type",
    "package_name",
    "name",
    "alias",
    "version",
    "source_name",
    "identifier",
    "database",
    "schema",
    "path",
    "original_file_path",
    "fqn",
    "tags",
    "meta",
    "group",
    "description",
    "columns",
    "raw_code",
    "depends_on",
    "attached_node",
)
CONFIG = ("enabled", "materialized", "schema", "alias", "tags", "meta", "group", "severity")


def parse(folder):
    """dbt's manifest of this project, parsed anew into `folder`; no connection is made."""
    from dbt.cli.main import dbtRunner

    options = ["--project-dir", HERE, "--profiles-dir", HERE, "--target-path", folder, "--log-path", folder]
    result = dbtRunner().invoke(["--quiet", "parse", "--no-partial-parse", *map(str, options)])
    if not result.success:
        sys.exit(f"dbt parse failed: {result.exception}")
    return json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))


def trim(manifest):
    """The manifest without what differs from run to run or from machine to machine, sorted."""
    trimmed = {section: manifest[section] for section in SECTIONS}
    trimmed["metadata"] = {key: manifest["metadata"][key] for key in METADATA}
    for section in ("nodes", "sources"):
        trimmed[section] = {name: trim_node(node) for name, node in manifest[section].items()}
    for section in ("parent_map", "child_map"):
        trimmed[section] = {name: sorted(names) for name, names in manifest[section].items()}
    return trimmed


def trim_node(node):
    """A model, seed, snapshot, test or source with the fields that are read, and no macros."""
    kept = {key: node[key] for key in NODE if key in node}
    kept["config"] = {key: node["config"][key] for key in CONFIG if key in node["config"]}
    if "depends_on" in kept:
        kept["depends_on"] = {"macros": [], "nodes": kept["depends_on"].get("nodes", [])}
    kept["columns"] = {
        name: {key: column[key] for key in ("name", "description", "data_type", "tags")}
        for name, column in node["columns"].items()
    }
    return kept


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        text = json.dumps(trim(parse(scratch)), indent=1, sort_keys=True)
    MANIFEST.parent.mkdir(exist_ok=True)
    MANIFEST.write_text(text + "\n", encoding="utf-8", newline="\n")
