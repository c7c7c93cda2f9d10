"""Importing the functions and modules that floe.yaml names."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from floe_dagster.project import FloeLoadError


def make_importable(roots: Iterable[str]) -> None:
    """Let Python find what the linter found: the project's roots come after what is on the path already."""
    for root in roots:
        if root not in sys.path:
            sys.path.append(root)


def import_module(name: str) -> ModuleType:
    """Import a module of the project; what the module raises is shown as it is."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise FloeLoadError(f'module "{name}" cannot be imported: {error}') from error


def import_function(path: str) -> Any:
    """The object that a dotted path names. Raises ``FloeLoadError`` where there is none."""
    module, _, name = path.rpartition(".")
    found = import_module(module)
    try:
        return getattr(found, name)
    except AttributeError:
        raise FloeLoadError(f'module "{module}" has no "{name}"') from None
