"""What every renderer is told beside the report."""

from __future__ import annotations

from floe_lint.kernel.records import NamedTuple


class RenderOptions(NamedTuple):
    """How to render.

    ``width`` is that of the terminal in columns. ``show_info`` shows findings of severity info, which are only
    counted otherwise. ``show_suppressed`` adds what ignores took out, where a format can mark it as such.
    ``repository_root`` is an absolute folder that paths in exchange formats are relative to, ``None`` for the
    working directory. With ``require_complete`` the run fails where something was not checked.
    """

    color: bool = False
    width: int = 100
    show_suppressed: bool = False
    show_info: bool = False
    statistics: bool = False
    quiet: bool = False
    repository_root: str | None = None
    working_directory: str = "."
    tool_version: str = ""
    require_complete: bool = False
