"""Which Python a project runs on, as far as its files say."""

from __future__ import annotations

import os
import re
import sys

from floe_lint.disk import filesystem
from floe_lint.disk.roots import up_to_project_root

_REQUIRES = re.compile(r"""^\s*(?:requires-python|python)\s*=\s*["']([^"'\n]*)["']""", re.MULTILINE)
_LOWEST = re.compile(r"(?:>=|~=|===?|\^|>)\s*3\.(\d+)")
_PINNED = re.compile(r"^\s*(?:cpython-?)?3\.(\d+)", re.MULTILINE)


def lowest_python(folder: str) -> tuple[int, int] | None:
    """The version in ``.python-version``, else the lowest that pyproject.toml allows; ``None`` where neither says."""
    for here in up_to_project_root(folder) or [folder]:
        for name, pattern in ((".python-version", _PINNED), ("pyproject.toml", _REQUIRES)):
            found = pattern.search(_text(os.path.join(here, name)))
            number = found and (found if pattern is _PINNED else _LOWEST.search(found[1]))
            if number:
                return (3, int(number[1]))
    return None


def postpones_annotations(folder: str) -> bool:
    """Whether the Python of a project evaluates annotations only when they are asked for, as 3.14 and later do."""
    return (lowest_python(folder) or sys.version_info[:2]) >= (3, 14)


def _text(path: str) -> str:
    try:
        return filesystem.read(path).decode("utf-8", "replace") if filesystem.is_file(path) else ""
    except OSError:
        return ""
