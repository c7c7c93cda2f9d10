"""A file watcher looks into a folder that is not there, while one of nearly that name is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from floe_lint.rules import At, Fix, Problem, Project, Replace, nearest, subfolders

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such path, and for each path of Windows on another machine."""
    for sensor in project.declarations.sensors.values():
        path = sensor.path
        if path is None:
            continue
        at = At((*sensor.route, "path"))
        if os.name != "nt" and ("\\" in path or _DRIVE.match(path)):
            shown = path.replace("\\", "/") if not _DRIVE.match(path) else "incoming/"
            yield Problem(
                at,
                f'sensor "{sensor.name}" watches "{path}", which is a path of Windows and names nothing here; '
                f'write it with "/" and relative to floe.yaml, such as "{shown}"',
            )
        elif not os.path.isabs(os.path.expanduser(path)) and project.files.find_folder(path) is None:
            meant = _near(project, path)
            if meant is not None:
                yield Problem(
                    at,
                    f'sensor "{sensor.name}" watches "{path}", which is not there; did you mean "{meant}"?',
                    fix=Fix(f'Write "{meant}"', (Replace(at, path, meant),)),
                )


def _near(project: Project, path: str) -> str | None:
    """The path with its first part that is missing written as the folder of nearly that name."""
    parts = path.split("/")
    for number, part in enumerate(parts):
        before = "/".join(parts[:number]) or "."
        if part not in ("", ".", "..") and project.files.find_folder("/".join(parts[: number + 1])) is None:
            near = nearest(part, subfolders(project, before))
            return None if near is None else "/".join([*parts[:number], near, *parts[number + 1 :]])
    return None
