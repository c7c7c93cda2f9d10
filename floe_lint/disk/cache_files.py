"""Files in the user's own cache folder. They hold ``marshal`` data, like the ``.pyc`` files of any package.

A file that somebody else owns or may write is not read, nor one whose checksum is wrong: reading broken ``marshal``
data can end the process. A disk that is full or read-only is no reason to fail a run.
"""

from __future__ import annotations

import marshal
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FOLDER_VARIABLE = "FLOE_LINT_CACHE_DIR"
"""Names another folder for the cache; empty for none."""

_CHECKSUM = 4
"""Bytes of a CRC-32, which tells what a disk spoiled; against what a person spoils there are the owner and the mode."""


def cache_folder() -> str | None:
    """Where cache files lie; ``None`` where there shall be none."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named is not None:
        return named or None
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    home = base or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "floe-lint") if os.path.isabs(home) else None


def load(path: str) -> Any:
    """What was kept, or ``None``."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            data = file.read()
        content = data[_CHECKSUM:]
        return marshal.loads(content) if _checksum(content) == data[:_CHECKSUM] else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def keep(path: str, content: Any) -> None:
    """Write for the next runs."""
    from floe_lint.disk.atomic_write import write_atomically

    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        data = marshal.dumps(content)
        write_atomically(path, _checksum(data) + data, mode=0o600)
    except (OSError, ValueError):
        return


def prune(folder: str, prefix: str, most: int) -> None:
    """Remove the oldest files whose names begin so, up to so many that are left."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(prefix)]
        if len(names) <= most:
            return
        paths = [os.path.join(folder, name) for name in names]
        for path in sorted(paths, key=os.path.getmtime)[: len(paths) - most]:
            os.unlink(path)
    except OSError:
        return


def _checksum(data: bytes) -> bytes:
    from zlib import crc32

    return crc32(data).to_bytes(_CHECKSUM, "big")
