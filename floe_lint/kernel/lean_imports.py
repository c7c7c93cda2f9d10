"""Loading a part of a library without the rest of it, in processes that floe-lint owns."""

from __future__ import annotations

import types
from importlib.machinery import PathFinder

_wanted = False


def prefer_lean_imports() -> None:
    """Let this process load parts of libraries alone.

    For a process that floe-lint owns: while a part is loaded, other threads would see a package without its names.
    """
    global _wanted
    _wanted = True


def lean_imports_wanted() -> bool:
    """Whether this process asked for lean imports."""
    return _wanted


def bare_package(name: str) -> types.ModuleType | None:
    """A package whose modules can be imported and whose ``__init__`` has not run; ``None`` where there is none."""
    spec = PathFinder.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    package = types.ModuleType(name)
    package.__path__ = list(spec.submodule_search_locations)
    return package
