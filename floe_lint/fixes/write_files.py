"""Writing fixed files."""

from __future__ import annotations

import os
from collections.abc import Mapping

from floe_lint.disk.atomic_write import write_atomically

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class FixError(Exception):
    """Files that cannot be written; those that were written before are as they were."""


def write_fixed(before: Mapping[str, str | None], texts: Mapping[str, str]) -> None:
    """Write texts over what ``before`` says the files hold, new files first. Raises ``FixError``.

    A byte order mark, the file's mode and symbolic links stay. A file that changed since it was read is left alone,
    and so are all others; when one cannot be written, those written before it get their content back.
    """
    order = sorted(texts, key=lambda path: (before[path] is not None, path))
    contents = {path: _content(path, before[path], texts[path]) for path in order}
    written: list[str] = []
    for path in order:
        try:
            write_atomically(path, contents[path][1])
        except OSError as error:
            lost = [done for done in written if not _restored(done, contents[done][0])]
            rest = f"{', '.join(lost)} could not be put back" if lost else "nothing was changed"
            raise FixError(f'"{path}" cannot be written: {error.strerror}; {rest}') from None
        written.append(path)


def _restored(path: str, content: bytes | None) -> bool:
    try:
        if content is None:
            os.unlink(path)
        else:
            write_atomically(path, content)
    except OSError:
        return False
    return True


def _content(path: str, before: str | None, text: str) -> tuple[bytes | None, bytes]:
    """What a file holds and what it shall hold."""
    if before is None:
        if os.path.lexists(path):
            raise FixError(f'"{path}" was made by another program meanwhile; nothing was written')
        return None, text.encode("utf-8")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise FixError(f'"{path}" cannot be read: {error.strerror}; nothing was written') from None
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
    if data[len(mark) :] != before.encode("utf-8"):
        raise FixError(f'"{path}" was changed by another program meanwhile; nothing was written')
    if not os.access(path, os.W_OK):
        raise FixError(f'"{path}" cannot be written: permission denied; nothing was written')
    return data, mark + text.encode("utf-8")
