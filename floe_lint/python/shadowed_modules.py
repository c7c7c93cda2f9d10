"""Modules of a project that Python never looks for, as it has imported others of their names before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from floe_lint.dagster.exports import EXPORTS
from floe_lint.disk import filesystem
from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.facts import SyntaxDefect
from floe_lint.python.find_module import ModuleFile, module_file
from floe_lint.python.imported_first import LIBRARIES, STANDARD, TAKEN

if TYPE_CHECKING:
    from floe_lint.python.loaded_modules import Import, LoadedModules


class ShadowedModule(NamedTuple):
    """A module of the project that is imported, and in whose place Python takes the one called ``taken``."""

    importer: str
    module: str
    taken: str
    place: Place


def taken_by(module: ModuleFile) -> str | None:
    """The module that Python has imported already under the first part of a module's name."""
    top = module.name.partition(".")[0]
    return top if top in TAKEN else None


def whose(taken: str) -> str:
    """Whose module it is, in words."""
    return "Python's own module" if taken in STANDARD else "a library that Dagster has imported"


def shadowed_modules(loaded: LoadedModules) -> list[ShadowedModule]:
    """The imports that were meant for the project and fail, as what is there instead does not have the name."""
    found = list(_shadowed(loaded))
    return [] if found and loaded.reaches_out else found


def _shadowed(loaded: LoadedModules) -> Iterator[ShadowedModule]:
    roots = {root for scope in loaded.scopes.values() for root in scope.file.roots}
    own = {entry.partition(".")[0] for root in roots for entry, _ in filesystem.entries(root) or ()}
    for one in loaded.imports:
        top, _, below = one.module.partition(".")
        if top in TAKEN and top in own and is_of_project(one) and not _is_of_library(top, below or one.name or ""):
            place = one.scope.outline.imported_place(one.node, one.alias)
            yield ShadowedModule(importer=one.scope.file.name, module=one.module, taken=top, place=place)


def is_of_project(one: Import) -> bool:
    """Whether the project has the module, and the name in it."""
    roots = one.scope.file.roots
    found = module_file(one.module, roots)
    if found is None or "." in found.name.removeprefix(one.module):
        return False
    if one.name is None:
        return "." in one.module
    if found.is_package and module_file(f"{one.module}.{one.name}", roots) is not None:
        return True
    scope = one.scope.modules.scope(found) if found.is_source else None
    return scope is not None and not isinstance(scope, SyntaxDefect) and one.name in scope.names


def _is_of_library(top: str, name: str) -> bool:
    """Whether what Python takes has the name, as far as that is known."""
    first = name.partition(".")[0]
    if top in LIBRARIES:
        return top != "dagster" or first in EXPORTS or first.startswith("_")
    module = __import__(top)
    return hasattr(module, first) or _has_module(module, first)


def _has_module(package: object, name: str) -> bool:
    from importlib.machinery import PathFinder

    path = getattr(package, "__path__", None)
    return path is not None and PathFinder.find_spec(f"x.{name}", path) is not None
