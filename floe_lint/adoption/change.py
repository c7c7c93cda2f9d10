"""A change to one file, before it is made."""

from __future__ import annotations

import difflib

from floe_lint.kernel.records import NamedTuple


class FileChange(NamedTuple):
    """A file's text as it is (``None``: there is no such file) and as it shall be.

    ``summary`` says what the file is where its text is made by a program and too long to be read.
    """

    path: str
    before: str | None
    after: str
    summary: str = ""


class Obstacle(NamedTuple):
    """Why a file is left alone, and what to do by hand."""

    path: str
    message: str


def shown(change: FileChange) -> str:
    """The change as it is shown before it is made."""
    if not change.summary:
        return difference(change)
    return f"{'New' if change.before is None else 'Renewed'}: {change.path}, {change.summary}\n"


def difference(change: FileChange) -> str:
    """The change as a unified diff, as ``git diff`` shows it."""
    before = [] if change.before is None else change.before.splitlines(keepends=True)
    lines = difflib.unified_diff(
        before,
        change.after.splitlines(keepends=True),
        "/dev/null" if change.before is None else f"a/{change.path}",
        f"b/{change.path}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def read_text(path: str) -> str | None:
    """A file's text, its line ends as they are; ``None`` where there is none. Raises ``OSError``, ``ValueError``."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None


def line_end_of(text: str) -> str:
    """The line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"
