"""The loader of Floe projects for Dagster: ``from floe_dagster import floe_asset, FloeDefinitions``.

Both names are looked up when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floe_lint.python.loader_exports import HOMES

if TYPE_CHECKING:
    from floe_dagster.decorator import floe_asset as floe_asset

__all__ = ["FloeDefinitions", "floe_asset"]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
