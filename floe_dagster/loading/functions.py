"""Importing the functions and modules that floe.yaml names."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from floe_dagster.project import FloeLoadError
from floe_lint.project.project import Project
from floe_lint.python.find_module import NotFound


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


def import_judged(project: Project, module: str) -> ModuleType:
    """Import the module that lint found under a name, which may be relative to the package of floe.yaml.

    Raises ``FloeLoadError`` when Python finds another file under that name: what lint did not judge is not run.
    """
    found = project.files.module(module)
    if isinstance(found, NotFound):
        return import_module(module)
    imported = import_module(found.name)
    origin = getattr(imported, "__file__", None)
    if origin is not None and found.is_source and not os.path.samefile(origin, found.path):
        raise FloeLoadError(
            f'module "{found.name}" was imported from {origin}, but the project has it in '
            f"{os.path.abspath(found.path)}; rename the module or take the other one off the path of Python"
        )
    return imported


def import_function(project: Project, path: str) -> Any:
    """The callable that a dotted path names. Raises ``FloeLoadError`` where there is none."""
    module, _, name = path.rpartition(".")
    found = import_judged(project, module)
    try:
        function = getattr(found, name)
    except AttributeError:
        raise FloeLoadError(f'module "{module}" has no "{name}"') from None
    if not callable(function):
        raise FloeLoadError(f'"{path}" is of type "{type(function).__name__}", which cannot be called; name a function')
    return function
