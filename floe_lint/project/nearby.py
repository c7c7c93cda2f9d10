"""What lies beside a file or folder that floe.yaml names."""

from __future__ import annotations

import os

from floe_lint.disk import filesystem
from floe_lint.project.project import Project


def subfolders(project: Project, path: str) -> list[str]:
    """The names of the folders in a folder that is named in floe.yaml, in all places where it is looked for."""
    found: dict[str, None] = {}
    for root in project.files.roots:
        for name, is_folder in filesystem.entries(os.path.join(root, path)) or ():
            if is_folder and not name.startswith("."):
                found[name] = None
    return list(found)
