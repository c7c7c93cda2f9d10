"""Showing the graph of a project to people and programs."""

from __future__ import annotations

from collections.abc import Callable

from floe_lint.views.as_json import as_json
from floe_lint.views.dot import dot
from floe_lint.views.mermaid import mermaid
from floe_lint.views.shown import Shown

FORMATS: dict[str, Callable[[Shown], str]] = {"mermaid": mermaid, "dot": dot, "json": as_json}
"""The formats of ``floe graph`` by name."""
