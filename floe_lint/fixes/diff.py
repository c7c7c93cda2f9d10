"""What fixing would change, as unified diffs."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping

from floe_lint.api import show_path
from floe_lint.judging.masking import mask

_LINES = re.compile(r"[^\n]*\n|[^\n]+\Z")


def unified_diff(before: Mapping[str, str | None], texts: Mapping[str, str], secrets: Collection[str]) -> str:
    """One diff for each file, in the order of their paths, secrets masked. ``patch -p0`` takes it without secrets."""
    import difflib

    pieces: list[str] = []
    for path in sorted(texts):
        old = before[path]
        shown = show_path(path)
        lines = difflib.unified_diff(
            _LINES.findall(mask(old or "", secrets)),
            _LINES.findall(mask(texts[path], secrets)),
            os.devnull if old is None else shown,
            shown,
        )
        pieces += (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return "".join(pieces)
