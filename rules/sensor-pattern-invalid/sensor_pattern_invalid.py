"""The pattern of a file watcher can match no file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, expand_braces

_ROOT = re.compile(r"(?:[A-Za-z]:)?/+")
_STARS = re.compile(r"\*{2,}")


def check(project: Project) -> Iterator[Problem]:
    """One problem for each pattern that is not a glob of files below the folder."""
    for sensor in project.declarations.sensors.values():
        if sensor.pattern is None:
            continue
        found = next((why for text in expand_braces(sensor.pattern) if (why := _trouble(text))), None)
        if found is not None:
            yield Problem(
                At((*sensor.route, "pattern")), f'pattern "{sensor.pattern}" of sensor "{sensor.name}" {found}'
            )


def _trouble(pattern: str) -> str | None:
    """What is wrong with a pattern without braces, and the way out."""
    if not pattern:
        return 'has an empty alternative; write "*" for any file'
    if "\0" in pattern:
        return "holds a null character, which no name of a file does; remove it"
    if "\\" in pattern:
        return 'holds a backslash; write "/" between folders, and "[*]" for a "*" that stands for itself'
    root = _ROOT.match(pattern)
    if root is not None:
        return f'is absolute, but files are looked for below "path"; write "{pattern[root.end() :] or "*"}"'
    parts = pattern.split("/")
    if parts[-1] in ("", ".", ".."):
        below = pattern.rstrip("/") if not parts[-1] else pattern
        return f'names a folder, but only files are watched; write "{below}/*"'
    for index, part in enumerate(parts):
        if part != "**" and "**" in part:
            return f'has "**" beside other characters; {_split(parts, index)}'
    return None


def _split(parts: list[str], index: int) -> str:
    """How to write a pattern of which one part holds more stars than it may."""
    part = parts[index]
    if not part.strip("*"):
        return f'write "{"/".join([*parts[:index], "**", *parts[index + 1 :]])}"'
    within = "/".join([*parts[:index], _STARS.sub("*", part), *parts[index + 1 :]])
    if not part.startswith("**"):
        return f'write "{within}"'
    return f'write "{"/".join([*parts[:index], "**", *within.split("/")[index:]])}" for any depth, or "{within}"'
