"""Dotted names of what asset modules import: of Dagster, of its integrations, and of the loader."""

from __future__ import annotations

from floe_lint.dagster import api_names
from floe_lint.dagster.api_names import last

DECORATORS = api_names.DECORATORS | {"floe_asset"}
"""Decorators that make assets of a function."""


def is_dagster(origin: str) -> bool:
    """Whether a dotted name is of Dagster, of its integrations, or of the loader."""
    return origin.partition(".")[0] == "floe_dagster" or api_names.is_dagster(origin)


def makes_assets(origin: str) -> bool:
    """Whether what a dotted name stands for makes assets, or is a class of them."""
    return api_names.makes_assets(origin) or (is_dagster(origin) and last(origin) == "floe_asset")


def says_assets_module(name: str) -> bool:
    """Whether the name of a module speaks of assets."""
    return "asset" in name.lower()
