"""A first floe.yaml for a folder without one."""

from __future__ import annotations

import os
import re

from floe_lint.addresses import page
from floe_lint.adoption.change import FileChange


def plan_project(folder: str) -> FileChange:
    """A floe.yaml without errors, named after the folder."""
    name = re.sub(r"[^a-z0-9]+", "-", os.path.basename(os.path.abspath(folder)).lower()).strip("-")
    if not name[:1].isalpha():
        name = f"project-{name}".rstrip("-")
    text = (
        f"name: {name}\n"
        'version: "0.1.0"\n'
        "\n"
        "# Python modules with @asset functions go under asset_modules, jobs and schedules beside it.\n"
        f"# The fields: {page('quickstart') or 'floe schema floe'}\n"
        "orchestration:\n"
        "  asset_modules: []\n"
    )
    return FileChange(os.path.join(folder, "floe.yaml"), None, text)


def plan_gitignore(root: str, text: str | None) -> FileChange | None:
    """``.floe/`` among what git ignores: compiled artifacts and the embedded warehouse lie there."""
    if text is not None and any(line.strip() in (".floe", ".floe/", "/.floe/") for line in text.splitlines()):
        return None
    before = text or ""
    gap = "" if not before or before.endswith("\n") else "\n"
    return FileChange(os.path.join(root, ".gitignore"), text, f"{before}{gap}.floe/\n")
