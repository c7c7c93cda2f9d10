"""Writing files so that a reader sees the old content or the new, never a part."""

from __future__ import annotations

import os


def write_atomically(path: str, content: str | bytes, mode: int | None = None) -> None:
    """Replace a file's content, text as UTF-8 with its line ends as they are. Raises ``OSError``.

    The mode is ``mode``, else that of the file it replaces; a symbolic link is followed. A device or a pipe
    (``/dev/stdout``) cannot be replaced and is written to.
    """
    import contextlib
    import tempfile

    data = content.encode("utf-8") if isinstance(content, str) else content
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as file:
            file.write(data)
        return
    if mode is None and os.path.exists(target):
        mode = os.stat(target).st_mode & 0o777
    folder = os.path.dirname(target) or "."
    try:
        handle, temporary = tempfile.mkstemp(prefix=".floe-", dir=folder)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
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
