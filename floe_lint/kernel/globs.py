"""Globs over paths and routes: ``*`` stays within a part, ``**`` crosses parts, ``?`` is one character."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def _compiled(pattern: str, separator: str) -> re.Pattern[str]:
    within = f"[^{re.escape(separator)}]"
    parts = []
    index = 0
    while index < len(pattern):
        if pattern.startswith(f"**{separator}", index):
            parts.append(f"(?:.*{re.escape(separator)})?")
            index += 3
        elif pattern.startswith("**", index):
            parts.append(".*")
            index += 2
        else:
            char = pattern[index]
            parts.append(f"{within}*" if char == "*" else within if char == "?" else re.escape(char))
            index += 1
    # What a pattern names, it names with everything below.
    return re.compile("".join(parts) + rf"(?:[{re.escape(separator)}\[].*)?", re.DOTALL)


def matches(pattern: str, text: str, separator: str) -> bool:
    """Whether a glob names a path or route, or something that it lies in."""
    return _compiled(pattern.rstrip(separator), separator).fullmatch(text) is not None
