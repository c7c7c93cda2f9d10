"""Addresses: routes into a configuration file, and spans of text.

Rules, fixes and suppressions speak of *routes*; only the document that was parsed turns a route into a span.
"""

from __future__ import annotations

from floe_lint.kernel.records import NamedTuple

Key = str | int
Route = tuple[Key, ...]
"""A path of mapping keys and sequence indices from the root of a file, e.g. ``("orchestration", "jobs", "a")``."""


class Span(NamedTuple):
    """A range of text. Lines and columns are 1-based, columns count code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Place(NamedTuple):
    """A span in a named file. ``path`` is the file as it was opened."""

    path: str
    span: Span


START = Span(1, 1, 1, 1)
"""The first position of a file: where a finding about the file as a whole is shown."""


def show_route(route: Route) -> str:
    """Render a route as users write it: ``orchestration.jobs.daily.selection[0]``.

    Keys that would be ambiguous (dots, brackets, spaces, globs) are quoted: ``assets."bronze_*"``.
    """
    parts: list[str] = []
    for key in route:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        else:
            plain = key.replace("_", "a").replace("-", "a").isalnum()
            text = key if plain else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
            parts.append(f".{text}" if parts else text)
    return "".join(parts)
