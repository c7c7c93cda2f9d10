"""Which asset a dependency means that is only the last part of a key."""

from __future__ import annotations

from collections.abc import Iterable


class KeysByName:
    """The keys of assets, to be found by their last part.

    ``resolve_assets_def_deps`` of ``dagster._core.definitions.resolved_asset_deps``, without what it does with names
    of tables in the metadata.
    """

    def __init__(self, assets: Iterable[tuple[str, str | None]]) -> None:
        """``assets`` are keys, as in ``a/b``, each with its group; ``None`` where that is not known."""
        self._keys: set[str] = set()
        self._prefixed: dict[tuple[str, str], list[str]] = {}
        for key, group in assets:
            self._keys.add(key)
            if "/" in key and group is not None:
                self._prefixed.setdefault((group, key.rsplit("/", 1)[1]), []).append(key)

    def whole(self, name: str, group: str | None) -> str | None:
        """The one key of the same group that ends in a name, unless the name is a key itself.

        Dagster leaves the name as it is if that key belongs to the definition which has the dependency.
        """
        found = () if name in self._keys else self._prefixed.get((group or "", name), ())
        return found[0] if len(found) == 1 else None
