"""Reading a file's bytes as text, with every way in which that can fail turned into a defect."""

from __future__ import annotations

import stat
from typing import Literal

from floe_lint.disk import filesystem
from floe_lint.kernel.positions import START, Route, Span
from floe_lint.kernel.records import NamedTuple

DefectKind = Literal["unreadable", "syntax", "documents", "duplicate", "aliases"]

DEFAULT_SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes. A configuration of 20 MB is a mistake; a manifest has a limit of its own."""


class Defect(NamedTuple):
    """Why a file, or a part of it, cannot be used.

    Of a ``duplicate``, ``message`` is the key, ``route`` leads to it, ``first`` is where it stands already.
    """

    kind: DefectKind
    message: str
    span: Span = START
    help: str | None = None
    first: Span | None = None
    route: Route = ()


def read_text(path: str, size_limit: int = DEFAULT_SIZE_LIMIT) -> str | Defect:
    """The text of a file, without a UTF-8 byte order mark.

    Directories, devices, pipes, files over ``size_limit`` bytes, without read permission or not UTF-8 give an
    ``unreadable`` defect. A pipe is refused before it is opened, because opening could wait for ever.
    """
    try:
        mode = filesystem.state(path)
        if stat.S_ISDIR(mode.st_mode):
            return Defect("unreadable", "is a folder, not a file")
        if not stat.S_ISREG(mode.st_mode):
            return Defect("unreadable", "is a pipe, socket or device, not a file")
        if mode.st_size > size_limit:
            return _too_large(mode.st_size, size_limit)
        data = filesystem.read(path, size_limit + 1)
    except FileNotFoundError:
        return Defect("unreadable", "does not exist")
    except PermissionError:
        return Defect("unreadable", "cannot be read: permission denied")
    except (OSError, ValueError) as error:
        return Defect("unreadable", f"cannot be read: {getattr(error, 'strerror', None) or error}")
    return decode(data, size_limit)


def decode(data: bytes, size_limit: int = DEFAULT_SIZE_LIMIT) -> str | Defect:
    """Decode UTF-8, naming what the bytes seem to be where they are something else."""
    if len(data) > size_limit:
        return _too_large(len(data), size_limit)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(data) > 3 and data[:4].count(0) in (2, 3)):
        return Defect("unreadable", "is UTF-16 or UTF-32 text", help="save the file as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        return Defect(
            "unreadable",
            f"is not UTF-8: byte 0x{data[error.start]:02x} has no meaning here",
            Span(line, column, line, column + 1),
            help="save the file as UTF-8",
        )
    return text[1:] if text.startswith("\ufeff") else text


def _too_large(size: int, limit: int) -> Defect:
    return Defect(
        "unreadable",
        f"has {size:,} bytes, more than the limit of {limit:,}",
        help="raise the limit with --max-file-size if the file is meant to be so large",
    )
