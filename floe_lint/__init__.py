"""floe-lint: the gate between ``floe.yaml`` and Dagster.

>>> from floe_lint import lint
>>> report = lint("pipelines/floe.yaml")
>>> report.ok
True
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from floe_lint.api import LintError as LintError
    from floe_lint.api import lint as lint
    from floe_lint.findings.finding import Finding as Finding
    from floe_lint.findings.finding import Report as Report

__all__ = ["Finding", "LintError", "Report", "__version__", "lint"]

_HOMES = {
    "lint": "floe_lint.api",
    "LintError": "floe_lint.api",
    "Report": "floe_lint.findings.finding",
    "Finding": "floe_lint.findings.finding",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, so that a command line that asks for one thing pays for one thing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
