"""What goes wrong with a catalog, told so that a data engineer can act on it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CatalogError(Exception):
    """A catalog, its storage or a table cannot be used. The text names it and never holds a credential."""


class TableNotFoundError(CatalogError):
    """The table does not exist, neither in the catalog nor as a file of the project."""


class SchemaMismatchError(CatalogError):
    """Data that does not fit the columns of an existing table, or that Iceberg cannot hold."""


def suggest(name: str, known: Iterable[str]) -> str:
    """A clause that names what was probably meant: ``; did you mean "bronze.orders"?``, or nothing."""
    near = difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    if not near:
        return ""
    return "; did you mean " + " or ".join(f'"{item}"' for item in near) + "?"
