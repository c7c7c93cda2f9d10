"""Which Python a project says that it runs on, where that is a newer one than the linter's.

``requires-python`` of pyproject.toml gives the oldest, ``.python-version`` (pyenv, uv) the one that is used.
"""

from __future__ import annotations

import os
import re
import sys

from floe_lint.disk import filesystem
from floe_lint.disk.roots import folders_above, up_to_project_root

_REQUIRES = re.compile(r"""^\s*["']?requires-python["']?\s*=\s*["']([^"'\n]*)["']""", re.MULTILINE)
_LOWEST = re.compile(r"(?:>=|~=|===?|>)\s*(\d+)\.(\d+)")
_VERSION = re.compile(r"^\s*(?:[a-z]+-?)?(\d+)\.(\d+)", re.MULTILINE)


def newer_python(path: str) -> str | None:
    """The newer Python that the project of a module runs on, as ``3.14``; ``None`` where it names none."""
    own = sys.version_info[:2]
    folder = os.path.dirname(path) or "."
    for here in up_to_project_root(folder) or folders_above(folder):
        for name, pattern in ((".python-version", _VERSION), ("pyproject.toml", _REQUIRES)):
            text = _text(os.path.join(here, name))
            match = pattern.search(text)
            if match is None:
                continue
            found = [(int(match[1]), int(match[2]))] if pattern is _VERSION else _lowest(match[1])
            newest = max(found, default=own)
            if newest > own:
                return f"{newest[0]}.{newest[1]}"
    return None


def _lowest(specifiers: str) -> list[tuple[int, int]]:
    """The bounds from below: every Python that satisfies all of them is at least as new as the newest."""
    return [(int(major), int(minor)) for major, minor in _LOWEST.findall(specifiers)]


def _text(path: str) -> str:
    try:
        return filesystem.read(path, 1_000_000).decode("utf-8", "replace") if filesystem.is_file(path) else ""
    except OSError:
        return ""
