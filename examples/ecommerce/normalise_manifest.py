"""Take out of target/manifest.json what differs from run to run and from machine to machine.

    floe compile                     # or: dbt parse
    python normalise_manifest.py

What is left is what dbt wrote, its own macros included: it changes when the models or dbt do, and can be committed.
"""

import json
from pathlib import Path

MANIFEST = Path(__file__).resolve().parent / "target" / "manifest.json"

# When dbt ran, in which run, for whom, and the variables that it was told to record.
METADATA = ("generated_at", "invocation_started_at", "run_started_at", "invocation_id", "user_id", "env")
# When dbt read a file, and where the project lies.
ENTRY = ("created_at", "root_path")


def normalise(manifest):
    """The manifest without these keys; all else is as dbt wrote it, in the same order."""
    normalised = {}
    for section, entries in manifest.items():
        if section == "metadata":
            normalised[section] = without(METADATA, entries)
        else:
            normalised[section] = {name: without(ENTRY, entry) for name, entry in entries.items()}
    return normalised


def without(keys, entry):
    """An entry without some of its keys; the lists of `parent_map`, `child_map` and `disabled` are left alone."""
    return {key: value for key, value in entry.items() if key not in keys} if isinstance(entry, dict) else entry


if __name__ == "__main__":
    text = json.dumps(normalise(json.loads(MANIFEST.read_text(encoding="utf-8"))), indent=1)
    MANIFEST.write_text(text + "\n", encoding="utf-8", newline="\n")
