"""The file system as the linter asks it. What was asked and answered is recorded, so that a verdict can be kept.

A verdict on a project holds as long as every question has the same answer. That is why nothing on the way from a
command line to a verdict asks the file system in another way; a test holds it to that.
"""

from __future__ import annotations

import os
import stat

from floe_lint.kernel.digests import sha256_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Question = tuple[str, str]
"""What was asked, and of which path."""

_record: dict[Question, Any] | None = None
_is_steady = True


def start_recording() -> None:
    """Record from now on."""
    global _record, _is_steady
    _record, _is_steady = {}, True


def stop_recording() -> dict[Question, Any] | None:
    """The questions with their answers; ``None`` when one was answered in two ways: a file changed meanwhile."""
    global _record
    recorded, _record = _record, None
    return recorded if _is_steady else None


def add_recorded(recorded: dict[Question, Any] | None) -> None:
    """Take over what another process recorded; ``None`` says that a file changed there."""
    global _is_steady
    if recorded is None:
        _is_steady = False
        return
    for (what, path), answer in recorded.items():
        _note(what, path, answer)


def is_recording() -> bool:
    """Whether a record is being made."""
    return _record is not None


def still_holds(recorded: dict[Question, Any]) -> bool:
    """Whether every question is answered as it was."""
    for (what, path), answer in recorded.items():
        limit = what.removeprefix("read ")
        now = _ASKED[what](path) if limit == what else _read_again(path, int(limit))
        if now != answer:
            return False
    return True


def _note(what: str, path: str, answer: Any) -> Any:
    global _is_steady
    if _record is not None:
        key = (what, path)
        if _record.setdefault(key, answer) != answer:
            _is_steady = False
    return answer


def is_file(path: str) -> bool:
    """``os.path.isfile``."""
    return bool(_note("is_file", path, os.path.isfile(path)))


def is_folder(path: str) -> bool:
    """``os.path.isdir``."""
    return bool(_note("is_folder", path, os.path.isdir(path)))


def exists(path: str) -> bool:
    """``os.path.exists``."""
    return bool(_note("exists", path, os.path.exists(path)))


def lexists(path: str) -> bool:
    """``os.path.lexists``."""
    return bool(_note("lexists", path, os.path.lexists(path)))


def real_path(path: str) -> str:
    """``os.path.realpath``."""
    return str(_note("real_path", path, os.path.realpath(path)))


def stamp(path: str) -> tuple[int, int] | None:
    """When a file was last written, in nanoseconds, and its size; ``None`` where it cannot be told."""
    answer: tuple[int, int] | None = _note("stamp", path, _stamp(path))
    return answer


def entries(folder: str) -> list[tuple[str, bool]] | None:
    """The names in a folder, sorted, each with whether it is a folder (not a link to one); ``None`` without access."""
    answer: list[tuple[str, bool]] | None = _note("entries", folder, _entries(folder))
    return answer


def state(path: str) -> os.stat_result:
    """``os.stat``, of which kind and size count. Raises ``OSError``, ``ValueError``."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        _note("state", path, type(error).__name__)
        raise
    _note("state", path, _kind_and_size(status))
    return status


def read(path: str, limit: int = -1) -> bytes:
    """The first ``limit`` bytes of a file, all without one. Raises ``OSError``, ``ValueError``."""
    try:
        with open(path, "rb") as file:
            data = file.read(limit)
    except (OSError, ValueError) as error:
        _note(f"read {limit}", path, type(error).__name__)
        raise
    if _record is not None:
        _note(f"read {limit}", path, sha256_bytes(data))
    return data


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
        return status.st_mtime_ns, status.st_size
    except (OSError, ValueError):
        return None


def _entries(folder: str) -> list[tuple[str, bool]] | None:
    try:
        with os.scandir(folder) as found:
            return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
    except (OSError, ValueError):
        return None


def _kind_and_size(status: os.stat_result) -> tuple[int, int]:
    kind = stat.S_IFMT(status.st_mode)
    return kind, status.st_size if kind == stat.S_IFREG else 0


def _state(path: str) -> Any:
    try:
        return _kind_and_size(os.stat(path))
    except (OSError, ValueError) as error:
        return type(error).__name__


def _read_again(path: str, limit: int) -> str:
    """What ``read`` would note now."""
    try:
        with open(path, "rb") as file:
            return sha256_bytes(file.read(limit))
    except (OSError, ValueError) as error:
        return type(error).__name__


_ASKED: dict[str, Any] = {
    "is_file": os.path.isfile,
    "is_folder": os.path.isdir,
    "exists": os.path.exists,
    "lexists": os.path.lexists,
    "real_path": os.path.realpath,
    "stamp": _stamp,
    "entries": _entries,
    "state": _state,
}
