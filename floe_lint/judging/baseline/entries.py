"""The baseline file: one entry a line, sorted, so that branches merge.

An entry is a fingerprint, a rule and a path, separated by blanks. The fingerprint never holds a line or a message, so
that an entry survives edits elsewhere; rule and path are there for readers, and the path keeps projects apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from urllib.parse import quote, unquote

from floe_lint.disk import filesystem
from floe_lint.disk.atomic_write import write_atomically
from floe_lint.judging.baseline import BaselineError
from floe_lint.kernel.records import NamedTuple

FILE_NAME = "floe-baseline.txt"
HEADER = "# floe-lint baseline 1"
_EXPLANATION = "# Findings that are known. New ones fail; remove corrected ones with: floe baseline prune"


class BaselineEntry(NamedTuple):
    """One known finding. ``path`` is POSIX, relative to the baseline's folder."""

    fingerprint: str
    rule: str
    path: str


def read_baseline(path: str) -> frozenset[BaselineEntry]:
    """The entries of a file. Raises ``BaselineError``; a broken baseline must not hide anything by accident."""
    try:
        lines = filesystem.read(path).decode("utf-8").splitlines()
    except OSError as error:
        raise BaselineError(f"the baseline {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BaselineError(f"the baseline {path} is not UTF-8") from None
    if not lines or lines[0].strip() != HEADER:
        raise BaselineError(f'{path}:1: a baseline begins with "{HEADER}"; make it anew with: floe baseline create')
    entries = set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split()
        if len(parts) != 3:
            what = "a merge conflict" if line[:7] in ("<<<<<<<", "=======", ">>>>>>>") else "no entry"
            raise BaselineError(f"{path}:{number}: {what}; an entry is a fingerprint, a rule and a path")
        entries.add(BaselineEntry(parts[0], parts[1], unquote(parts[2])))
    return frozenset(entries)


def write_baseline(path: str, entries: Iterable[BaselineEntry]) -> None:
    """Write the entries, sorted. Raises ``OSError``."""
    write_atomically(path, baseline_text(entries))


def baseline_text(entries: Iterable[BaselineEntry]) -> str:
    """The content of a baseline file."""
    lines = sorted(f"{entry.fingerprint} {entry.rule} {quote(entry.path, safe='/')}" for entry in set(entries))
    return "\n".join([HEADER, _EXPLANATION, *lines]) + "\n"


def relative_to(path: str, baseline: str) -> str:
    """A path as entries hold it."""
    return os.path.relpath(os.path.abspath(path), os.path.dirname(os.path.abspath(baseline))).replace(os.sep, "/")
