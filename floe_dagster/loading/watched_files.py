"""The files that a file watcher looks at.

``pathlib`` and ``glob`` read a glob differently from one Python to the next; this is read the same way everywhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence

from floe_lint.project.asset_patterns import compiled, expand_braces


def watched_files(folder: str, pattern: str) -> Iterator[tuple[str, list[int]]]:
    """Relative paths of the files that a glob means, with their time of change and size.

    ``*``, ``?`` and ``[abc]`` stand for a part of a name, ``**`` for folders at any depth, ``{a,b}`` for either. A
    ``folder`` that is a file itself is watched whatever the pattern.
    """
    if os.path.isfile(folder):
        folder, name = os.path.split(folder)
        paths = iter([name])
    else:
        paths = (path for glob in expand_braces(pattern) for path in _paths(folder, _parts(glob)))
    for path in paths:
        try:
            status = os.stat(os.path.join(folder, path))
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(status.st_mode):
            yield path, [status.st_mtime_ns, status.st_size]


def _parts(glob: str) -> list[str]:
    """The names between the slashes; ``**`` at the end means every file."""
    parts: list[str] = []
    for part in glob.split("/"):
        if part not in ("", ".") and not (part == "**" and parts[-1:] == ["**"]):
            parts.append(part)
    return [*parts, "*"] if parts[-1:] == ["**"] else parts


def _paths(folder: str, parts: Sequence[str]) -> Iterator[str]:
    """What a glob finds below a folder; ``**`` does not go through links, which may lead round in a ring."""
    if not parts:
        return
    part, *rest = parts
    if part == "**":
        yield from _paths(folder, rest)
        names = [entry.name for entry in _entries(folder) if entry.is_dir(follow_symlinks=False)]
        rest = list(parts)
    elif any(char in part for char in "*?["):
        names = [entry.name for entry in _entries(folder) if compiled(part).match(entry.name)]
    else:
        names = [part]
    for name in names:
        if not rest:
            yield name
        elif os.path.isdir(inner := os.path.join(folder, name)):
            yield from (f"{name}/{path}" for path in _paths(inner, rest))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder or ".") as entries:
            return list(entries)
    except OSError:
        return []
