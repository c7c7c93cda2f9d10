"""Writing fixed files."""

from __future__ import annotations

import os
from collections.abc import Mapping

from floe_lint.atomic_write import write_atomically

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class FixError(Exception):
    """Files that cannot be written; the message says which were written before."""


def write_fixed(before: Mapping[str, str | None], texts: Mapping[str, str]) -> None:
    """Write texts over what ``before`` says the files hold, new files first. Raises ``FixError``.

    A byte order mark, the file's mode and symbolic links stay. A file that changed since it was read is left alone,
    and so are all others.
    """
    order = sorted(texts, key=lambda path: (before[path] is not None, path))
    contents = {path: _content(path, before[path], texts[path]) for path in order}
    written: list[str] = []
    for path in order:
        try:
            write_atomically(path, contents[path])
        except OSError as error:
            already = f"; written before it: {', '.join(written)}" if written else ""
            raise FixError(f'"{path}" cannot be written: {error.strerror}{already}') from None
        written.append(path)


def _content(path: str, before: str | None, text: str) -> bytes:
    if before is None:
        if os.path.lexists(path):
            raise FixError(f'"{path}" was made by another program meanwhile; nothing was written')
        return text.encode("utf-8")
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
    return mark + text.encode("utf-8")
