"""The line that tells editors which JSON Schema a file follows."""

from __future__ import annotations

import re

from floe_lint.adoption.change import FileChange, line_end_of, read_text
from floe_lint.format.links import schema_link

_MODELINE = re.compile(r"^#\s*yaml-language-server:", re.MULTILINE)


def plan_schema_line(path: str, name: str) -> FileChange | None:
    """The line at the top of a file; ``None`` where it has one. Raises ``OSError``, ``ValueError``."""
    text = read_text(path)
    if text is None or _MODELINE.search(text):
        return None
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    line = f"# yaml-language-server: $schema={schema_link(name)}{line_end_of(text)}"
    return FileChange(path, text, mark + line + body)
