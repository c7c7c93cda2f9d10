"""Finding the file of a module without importing anything."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from floe_lint.nearest import nearest


class ModuleFile(NamedTuple):
    """A module's file. ``name`` is its absolute dotted name, ``roots`` where further modules are looked for."""

    name: str
    path: str
    roots: tuple[str, ...]


class NotFound(NamedTuple):
    """A module that is nowhere. ``nearest`` is the dotted name that was probably meant."""

    name: str
    searched: tuple[str, ...]
    nearest: str | None


def search_roots(folder: str) -> list[str]:
    """The folder of floe.yaml, its parents up to the one that holds pyproject.toml or .git, and ``src/`` of each."""
    roots = []
    shown = folder or "."
    here = os.path.abspath(shown)
    while True:
        roots.append(shown)
        if os.path.isdir(os.path.join(shown, "src")):
            roots.append(os.path.join(shown, "src"))
        if any(os.path.exists(os.path.join(here, mark)) for mark in ("pyproject.toml", ".git")):
            return roots
        parent = os.path.dirname(here)
        if parent == here:
            # No project marks the way up, so only the folder itself and its parent can be meant.
            return roots[:4]
        here, shown = parent, os.path.dirname(shown) if os.path.isabs(shown) else os.path.join(shown, os.pardir)


def find_module(name: str, roots: Sequence[str], package: str | None = None) -> ModuleFile | NotFound:
    """The file of a module: absolute below one of ``roots``, or relative to ``package``.

    ``package`` is the dotted package of floe.yaml's folder; ``.assets.bronze`` and, where no absolute module has
    the name, ``assets.bronze`` are taken relative to it.
    """
    plain = name.lstrip(".")
    up = len(name) - len(plain)
    candidates = []
    if up:
        base = (package or "").split(".") if package else []
        base = base[: len(base) - (up - 1)] if up > 1 else base
        candidates.append(".".join([*base, plain]))
    else:
        candidates.append(plain)
        if package:
            candidates.append(f"{package}.{plain}")
    for candidate in candidates:
        path = _file(candidate, roots)
        if path is not None:
            return ModuleFile(candidate, path, tuple(roots))
    return NotFound(name, tuple(roots), _near(candidates[0], roots))


def _file(name: str, roots: Iterable[str]) -> str | None:
    parts = name.split(".")
    for root in roots:
        base = os.path.join(root, *parts)
        for path in (os.path.join(base, "__init__.py"), f"{base}.py"):
            if os.path.isfile(path) and _is_reachable(root, parts[:-1]):
                return os.path.normpath(path)
    return None


def _is_reachable(root: str, parents: Sequence[str]) -> bool:
    """Whether the folders above a module can be packages: a name that is taken by a ``.py`` file is none."""
    folder = root
    for part in parents:
        folder = os.path.join(folder, part)
        if not os.path.isdir(folder):
            return False
    return True


def _near(name: str, roots: Sequence[str]) -> str | None:
    """The module that was probably meant: a near name at the first level that does not exist."""
    parts = name.split(".")
    for root in roots:
        folder = root
        for level, part in enumerate(parts):
            names = _modules_in(folder)
            if part in names:
                folder = os.path.join(folder, part)
                continue
            near = nearest(part, names)
            if near is not None:
                candidate = ".".join([*parts[:level], near, *parts[level + 1 :]])
                return candidate if _file(candidate, roots) or level == len(parts) - 1 else _near(candidate, roots)
            break
    return None


@lru_cache(maxsize=1024)
def _modules_in(folder: str) -> tuple[str, ...]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return ()
    names = []
    for entry in entries:
        if entry.name.endswith(".py") and entry.name != "__init__.py":
            names.append(entry.name[:-3])
        elif entry.is_dir() and entry.name.isidentifier() and entry.name != "__pycache__":
            names.append(entry.name)
    return tuple(sorted(names))
