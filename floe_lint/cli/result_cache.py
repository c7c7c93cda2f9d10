"""The answer to a command line that was given before, for as long as nothing it depends on has changed.

Kept are digests of what was read, never the content, and the report, in which secrets are masked. Verdicts that
depend on the day or hour (a backfill that lies in the future, a waiver that expires) are why an answer is kept for
a quarter of an hour of the clock: no time zone's hours begin at other minutes.
"""

from __future__ import annotations

import os
import sys
import time

from floe_lint import __version__
from floe_lint.disk import filesystem
from floe_lint.disk.cache_files import cache_folder, keep, load, prune
from floe_lint.kernel.digests import sha256

MOST = 500
"""Answers that are kept; the oldest go first."""

_QUARTER = 900
_NOT_KEPT = ("--no-cache", "--stdin", "--changed", "-o", "--output", "--fix", "--unsafe", "--diff", "--add-ignore")
_WILDCARDS = frozenset("*?[")
_VARIABLES = ("FLOE_PLATFORM_FILE", "FLOE_PLATFORM_ENV", "HOME", "USERPROFILE", "NO_COLOR", "TERM", "COLUMNS")


def recall(arguments: list[str]) -> int | None:
    """Print the answer that is kept and return its exit code; without one, begin to record for ``remember``."""
    path = _path(arguments)
    if path is None:
        return None
    kept = load(path)
    if isinstance(kept, tuple) and len(kept) == 4 and kept[0] == _key(arguments) and filesystem.still_holds(kept[1]):
        sys.stdout.flush()
        try:
            sys.stdout.buffer.write(kept[2])
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(kept[3])
    filesystem.start_recording()
    return None


def remember(arguments: list[str], output: bytes, exit_code: int) -> None:
    """Keep an answer, unless a file changed while it was found."""
    path = _path(arguments)
    if path is None:
        return
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            filesystem.stamp(file)
    recorded = filesystem.stop_recording()
    if recorded:
        keep(path, (_key(arguments), recorded, output, exit_code))
        prune(os.path.dirname(path), "answer-", MOST)


def _path(arguments: list[str]) -> str | None:
    """Where the answer to a command line is kept; ``None`` where none is."""
    if any(argument.startswith(_NOT_KEPT) or set(argument) & _WILDCARDS for argument in arguments):
        return None
    folder = cache_folder()
    if folder is None:
        return None
    return os.path.join(folder, f"answer-{sha256(repr((arguments, _here())))[:32]}")


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _key(arguments: list[str]) -> str:
    """A digest: arguments may hold values of variables."""
    terminal = sys.stdout.isatty()
    width = os.get_terminal_size(sys.stdout.fileno()).columns if terminal else 0
    variables = [os.environ.get(name) for name in _VARIABLES]
    quarter = int(time.time()) // _QUARTER
    return sha256(repr((__version__, sys.version, arguments, _here(), variables, terminal, width, quarter)))
