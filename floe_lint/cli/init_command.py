"""``floe init``: adopt the linter in a folder, showing every change before it is made."""

from __future__ import annotations

import os
import sys

from floe_lint.adoption.change import FileChange, Obstacle, read_text, shown
from floe_lint.adoption.editor import plan_schema_file, plan_schema_line, schema_line
from floe_lint.adoption.first_project import plan_gitignore, plan_project
from floe_lint.adoption.pre_commit import plan_hook
from floe_lint.adoption.settings_file import plan_settings
from floe_lint.api import LintError, Options, lint
from floe_lint.disk.atomic_write import write_atomically
from floe_lint.disk.discovery import find_below
from floe_lint.disk.find_platform import PLATFORM_NAMES
from floe_lint.disk.roots import repository_root
from floe_lint.judging.baseline.apply_baseline import can_be_known, entry_of
from floe_lint.judging.baseline.entries import FILE_NAME, baseline_text
from floe_lint.settings.keys import ConfigurationError


def init(folder: str, *, yes: bool, hook: bool, baseline: bool) -> int:
    """Plan, show, ask and write. 0 also when nothing was to do or the answer was no; 2 when a file cannot be used."""
    if not os.path.isdir(folder):
        return _refuse(f'"{folder}" is not a folder')
    try:
        planned = _plan(folder, hook=hook, baseline=baseline)
    except (ConfigurationError, LintError, ValueError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f'"{error.filename}" cannot be read: {error.strerror}')
    changes = [plan for plan in planned if isinstance(plan, FileChange)]
    for change in changes:
        sys.stdout.write(shown(change))
    for obstacle in planned:
        if isinstance(obstacle, Obstacle):
            print(f"{obstacle.path} is left alone: {obstacle.message}")
    if not changes:
        print("Nothing to do: this folder is set up.")
        return 0
    if not yes and not _agreed(len(changes)):
        return 0
    for change in changes:
        try:
            write_atomically(change.path, change.after)
        except OSError as error:
            return _refuse(f'"{change.path}" cannot be written: {error.strerror}')
    print(f"Wrote {', '.join(change.path for change in changes)}.")
    if any(os.path.basename(change.path) == ".pre-commit-config.yaml" for change in changes):
        print("To have the hook run: pre-commit install")
    return 0


def _agreed(count: int) -> bool:
    files = "this file" if count == 1 else f"these {count} files"
    if not sys.stdin.isatty():
        print(f"Nothing was written. To write {files}: floe init --yes")
        return False
    sys.stdout.write(f"Write {files}? [y/N] ")
    sys.stdout.flush()
    agreed = sys.stdin.readline().strip().lower() in ("y", "yes")
    if not agreed:
        print("Nothing was written.")
    return agreed


def _plan(folder: str, *, hook: bool, baseline: bool) -> list[FileChange | Obstacle]:
    root = repository_root(folder)
    projects = list(find_below(folder))
    plans: list[FileChange | Obstacle | None] = []
    known = _plan_baseline(folder, projects) if baseline and projects else None
    if not projects:
        first = plan_project(folder)
        plans.append(first._replace(after=f"{schema_line(first.path, 'floe', folder)}\n{first.after}"))
    plans += _plan_schemas(folder, projects)
    plans.append(plan_settings(folder, FILE_NAME if known is not None else None))
    plans.append(known)
    if root is not None:
        root = os.path.relpath(root)
        plans.append(plan_gitignore(root, read_text(os.path.join(root, ".gitignore"))))
        if hook:
            plans.append(plan_hook(root))
    planned: dict[str, FileChange | Obstacle] = {}
    for plan in plans:
        if plan is not None:
            path = os.path.normpath(plan.path)
            planned.setdefault(path, plan._replace(path=path))
    return list(planned.values())


def _plan_schemas(folder: str, projects: list[str]) -> list[FileChange | None]:
    """The lines in the projects' files, and the files that they point to."""
    floes = [plan_schema_line(path, "floe", folder) for path in projects]
    beside = (os.path.join(os.path.dirname(path), name) for path in projects for name in PLATFORM_NAMES)
    platforms = [plan_schema_line(path, "platform", folder) for path in beside if os.path.isfile(path)]
    return [
        *floes,
        *platforms,
        plan_schema_file(folder, "floe", needed=any(floes) or not projects),
        plan_schema_file(folder, "platform", needed=any(platforms)),
    ]


def _plan_baseline(folder: str, projects: list[str]) -> FileChange | None:
    """A baseline of what is found now; one that exists is left alone."""
    target = os.path.join(folder, FILE_NAME)
    if os.path.lexists(target):
        return None
    report = lint(*projects, options=Options(use_baseline=False))
    entries = [entry_of(finding, target) for finding in report.findings if can_be_known(finding, report.rules)]
    return FileChange(target, None, baseline_text(entries))


def _refuse(message: str) -> int:
    print(f"floe init: {message}", file=sys.stderr)
    return 2
