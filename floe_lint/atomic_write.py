"""Writing files so that a reader sees the old content or the new, never a part."""

from __future__ import annotations

import os


def write_atomically(path: str, text: str) -> None:
    """Replace a file's content; its mode is kept, a symbolic link is followed. Raises ``OSError``.

    A device or a pipe (``/dev/stdout``) cannot be replaced and is written to.
    """
    import contextlib
    import tempfile

    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return
    mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else None
    folder = os.path.dirname(target) or "."
    try:
        handle, temporary = tempfile.mkstemp(prefix=".floe-", dir=folder)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
