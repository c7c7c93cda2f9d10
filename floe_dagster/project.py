"""Which floe.yaml belongs to the code that asks for its definitions."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from floe_lint.disk.discovery import nearest_above


class FloeLoadError(Exception):
    """A project that cannot be loaded for a reason that is not a lint finding; the message says what to do."""


def find_floe_file(namespace: str | None, caller: str | None) -> Path:
    """The floe.yaml of a project.

    Looked for from the package that ``namespace`` names, then from the file that called, then from the working
    directory: in the folder itself and in those above it, up to the root of the repository. Raises
    ``FloeLoadError`` naming where it looked.
    """
    starts: list[Path] = []
    if namespace is not None:
        package = _package_folder(namespace)
        if package is not None:
            starts.append(package)
    if caller is not None and os.path.isfile(caller):
        starts.append(Path(caller).resolve().parent)
    starts.append(Path.cwd())
    for start in starts:
        found = nearest_above(str(start))
        if found is not None:
            return Path(found).resolve()
    looked = ", ".join(dict.fromkeys(f'"{start}"' for start in starts))
    raise FloeLoadError(f"there is no floe.yaml in {looked} or above; name it with floe_file=")


def _package_folder(namespace: str) -> Path | None:
    """The folder of a top-level package, found without importing it."""
    top = namespace.partition(".")[0]
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    if spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(spec.origin).parent if spec.origin else None
