"""The line that tells editors which JSON Schema a file follows, and the file that it points to."""

from __future__ import annotations

import os
import re

from floe_lint.adoption.change import FileChange, line_end_of, read_text
from floe_lint.json_schema import schema_link, schema_text

_MODELINE = re.compile(r"^#\s*yaml-language-server:", re.MULTILINE)


def schema_line(path: str, name: str, folder: str) -> str:
    """The line for a file: the schema on the site, else the one that ``floe init`` writes into the folder."""
    link = schema_link(name) or os.path.relpath(_schema_file(folder, name), os.path.dirname(path) or ".")
    return f"# yaml-language-server: $schema={link.replace(os.sep, '/')}"


def plan_schema_line(path: str, name: str, folder: str) -> FileChange | None:
    """The line at the top of a file; ``None`` where it has one. Raises ``OSError``, ``ValueError``."""
    text = read_text(path)
    if text is None or _MODELINE.search(text):
        return None
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    return FileChange(path, text, f"{mark}{schema_line(path, name, folder)}{line_end_of(text)}{body}")


def plan_schema_file(folder: str, name: str, *, needed: bool) -> FileChange | None:
    """The schema as a file for editors, of this version where there is an older one; ``None`` where there is a site.

    It is to be committed: in ``.floe/``, which git ignores, a fresh clone would lack it. Raises ``OSError``,
    ``ValueError``.
    """
    path = _schema_file(folder, name)
    before = read_text(path)
    if schema_link(name) or (before is None and not needed):
        return None
    after = schema_text(name)
    if before is not None and before.replace("\r\n", "\n") == after:
        return None
    return FileChange(
        path=path, before=before, after=after, summary=f'the JSON Schema that "floe schema {name}" prints'
    )


def _schema_file(folder: str, name: str) -> str:
    return os.path.join(folder, f"{name}.schema.json")
