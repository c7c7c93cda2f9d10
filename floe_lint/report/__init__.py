"""Reports for people and programs: one file for each format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from floe_lint.findings.finding import Report
    from floe_lint.report.render_options import RenderOptions

FORMATS = {
    "text": "text",
    "json": "json_report",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "rdjson": "rdjson",
    "markdown": "markdown",
}
"""Names of formats, and the modules whose ``render`` writes them."""


def load_renderer(name: str) -> Callable[[Report, RenderOptions], str]:
    """The function that renders a report in the format ``name``, imported when it is asked for."""
    render: Callable[[Report, RenderOptions], str] = import_module(f"floe_lint.report.{FORMATS[name]}").render
    return render
