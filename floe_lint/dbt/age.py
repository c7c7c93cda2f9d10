"""Whether a manifest was parsed before the models it describes were last changed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from floe_lint.disk import filesystem

FOLDERS = ("models", "seeds", "snapshots")
"""dbt's default resource folders."""

SLACK_NS = 2_000_000_000
"""Nanoseconds by which a model must be newer to count: a checkout or an archive writes all files within
moments of each other in no given order, and some file systems keep modification times to two seconds."""

_NOT_SOURCES = ("target", "dbt_packages")
_SUFFIXES = (".sql", ".py", ".yml", ".yaml")


def is_older_than_models(
    manifest_path: str | os.PathLike[str],
    project_dir: str | os.PathLike[str],
    folders: Collection[str] = FOLDERS,
) -> str | None:
    """The newest model file that changed after the manifest was written, or ``None``.

    Looks at ``dbt_project.yml`` and at the ``.sql``, ``.py``, ``.yml`` and ``.yaml`` files below ``folders``
    (``Manifest.folders`` names those of a project that has its own). Hidden folders, ``target/``,
    ``dbt_packages/`` and virtual environments do not count, and links to folders are not followed. The answer
    is relative to ``project_dir``, with forward slashes.

    Modification times are all there is to go by: they say nothing after a checkout, which writes every file
    anew, and a model that was deleted leaves no trace. Raises nothing: what cannot be read is not newer.
    """
    root = os.fspath(project_dir)
    written = filesystem.stamp(os.fspath(manifest_path))
    if written is None:
        return None
    oldest = written[0] + SLACK_NS
    newest: tuple[int, str] | None = None
    for name, modified in _sources(root, folders):
        if modified > oldest and (newest is None or (-modified, name) < (-newest[0], newest[1])):
            newest = (modified, name)
    return newest[1] if newest else None


def _sources(root: str, folders: Collection[str]) -> Iterator[tuple[str, int]]:
    """Paths relative to ``root`` with their modification times in nanoseconds."""
    project = filesystem.stamp(os.path.join(root, "dbt_project.yml"))
    if project is not None:
        yield "dbt_project.yml", project[0]
    waiting = sorted(set(folders))
    while waiting:
        folder = waiting.pop()
        entries = filesystem.entries(os.path.join(root, folder)) or []
        if any(name == "pyvenv.cfg" for name, _ in entries):
            continue
        for name, is_folder in entries:
            path = f"{folder}/{name}"
            if is_folder:
                if not name.startswith(".") and name not in _NOT_SOURCES:
                    waiting.append(path)
            elif name.endswith(_SUFFIXES):
                whole = os.path.join(root, path)
                written = filesystem.stamp(whole) if filesystem.is_file(whole) else None
                if written is not None:
                    yield path, written[0]
