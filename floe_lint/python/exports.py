"""Names and modules that a project takes from Dagster and from the loader, and that these do not have."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from floe_lint.dagster.exports import EXPORTS
from floe_lint.kernel.near_names import is_certain, nearest
from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.python import loader_exports
from floe_lint.python.find_module import module_file
from floe_lint.python.shadowed_modules import is_of_project

if TYPE_CHECKING:
    from floe_lint.python.loaded_modules import Import, LoadedModules

_EXPORTS = {"dagster": EXPORTS, "floe_dagster": loader_exports.EXPORTS}
_OTHER_LIBRARIES = frozenset(["dagster_db", "dagster_dlt", "dagster_drt"])
"""Of other people, with names that are near to ``dagster_dbt``."""


class UnknownExport(NamedTuple):
    """A name that a library does not have, or, with ``name`` ``None``, a library that is not there.

    ``instead`` took the place of the name, ``near`` was probably meant.
    """

    importer: str
    library: str
    name: str | None
    instead: str | None
    near: str | None
    place: Place


def unknown_exports(loaded: LoadedModules) -> list[UnknownExport]:
    """What is imported from Dagster and from the loader, or asked of them, and is not there."""
    found = list(_unknown_exports(loaded))
    return [] if found and loaded.reaches_out else found


def _unknown_exports(loaded: LoadedModules) -> Iterator[UnknownExport]:
    for one in loaded.imports:
        library, _, below = one.module.partition(".")
        importer, outline = one.scope.file.name, one.scope.outline
        if library not in _EXPORTS:
            if (near := _misspelt(library, one)) is not None:
                yield UnknownExport(
                    importer=importer,
                    library=library,
                    name=None,
                    instead=None,
                    near=near,
                    place=outline.imported_place(one.node, one.alias),
                )
            continue
        name = below.partition(".")[0] or one.name
        # Where it was meant for the project, Python does not find it there; that is another matter.
        if name is None or name == "*" or _has(library, name) or is_of_project(one):
            continue
        place = outline.imported_place(one.node, one.alias) if below else outline.imported_name_place(one.alias)
        yield _unknown(importer, library, name, place, is_module=bool(below))
    for scope in loaded.scopes.values():
        for library, node in loaded.used_names(scope).attributes:
            if not _has(library, node.attr):
                place = scope.outline.attribute_place(node)
                yield _unknown(scope.file.name, library, node.attr, place, is_module=False)


def _has(library: str, name: str) -> bool:
    return name in _EXPORTS[library] or name.startswith("_")


def _unknown(importer: str, library: str, name: str, place: Place, *, is_module: bool) -> UnknownExport:
    from floe_lint.dagster.former_names import REPLACED

    instead = REPLACED.get(name) if library == "dagster" else None
    near = nearest(name, sorted(other for other in _EXPORTS[library] if other.islower() or not is_module))
    return UnknownExport(importer=importer, library=library, name=name, instead=instead, near=near, place=place)


def _misspelt(library: str, one: Import) -> str | None:
    """The library that a name was meant to be which neither the project nor this Python has."""
    known = (*_EXPORTS, "dagster_dbt")
    if library in known or library in sys.stdlib_module_names or library in _OTHER_LIBRARIES:
        return None
    near = nearest(library, known)
    if near is None or not is_certain(library, near, known):
        return None
    if module_file(library, one.scope.file.roots) is not None:
        return None
    from importlib.util import find_spec

    return near if find_spec(library) is None else None
