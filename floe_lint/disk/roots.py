"""The two roots above a folder: that of its repository, and that of its project.

The *repository root* holds ``.git``: a folder, or the file that a worktree or a submodule has instead. Settings,
waivers and ``.gitignore`` are looked for up to it. The *project root* is the nearest folder that holds pyproject.toml
or ``.git``: modules, functions, relative paths and platform.yaml are looked for up to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from floe_lint.disk import filesystem

_GIT = ".git"


def folders_above(folder: str) -> Iterator[str]:
    """The absolute path of a folder, then of all those above it."""
    here = os.path.abspath(folder)
    while True:
        yield here
        parent = os.path.dirname(here)
        if parent == here:
            return
        here = parent


def is_repository_root(folder: str) -> bool:
    """Whether a folder is the root of a repository."""
    return filesystem.exists(os.path.join(folder, _GIT))


def repository_root(folder: str) -> str | None:
    """The root of the repository that a folder lies in; ``None`` outside of one."""
    return next((here for here in folders_above(folder) if is_repository_root(here)), None)


def up_to_repository_root(folder: str) -> Iterator[str]:
    """A folder and those above it up to the root of its repository; outside of one, all of them."""
    for here in folders_above(folder):
        yield here
        if is_repository_root(here):
            return


def up_to_project_root(folder: str) -> list[str] | None:
    """A folder and those above it up to the root of its project; ``None`` where nothing marks one."""
    found = []
    for here in folders_above(folder):
        found.append(here)
        if filesystem.exists(os.path.join(here, "pyproject.toml")) or is_repository_root(here):
            return found
    return None
