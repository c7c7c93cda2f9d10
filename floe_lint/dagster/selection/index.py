"""The assets that selections choose from, found by name, key, group, tag, kind and owner."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from floe_lint.dagster.labels import KIND_TAG
from floe_lint.dagster.names import DEFAULT_GROUP
from floe_lint.dagster.selection.reach import Reach, mask_of
from floe_lint.dagster.selection.syntax import Term
from floe_lint.kernel.records import NamedTuple

_Value = TypeVar("_Value")


class Selectable(Protocol):
    """What selections can ask about an asset.

    ``key`` is Dagster's user string (``a/b``), ``name`` its last component, ``group`` is never empty
    (Dagster's default is ``default``). ``external`` assets are known to Dagster but not built by it: sources,
    and names that stand only in ``deps``.
    """

    @property
    def key(self) -> str:
        """See above, as for all of these."""

    @property
    def name(self) -> str: ...

    @property
    def group(self) -> str: ...

    @property
    def tags(self) -> Mapping[str, str]: ...

    @property
    def kinds(self) -> frozenset[str]: ...

    @property
    def owners(self) -> tuple[str, ...]: ...

    @property
    def external(self) -> bool: ...


class SelectableAsset(NamedTuple):
    """An asset that is nothing but selectable."""

    key: str
    name: str
    group: str = DEFAULT_GROUP
    tags: Mapping[str, str] = {}
    kinds: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    external: bool = False


class AssetIndex:
    """Assets and their dependencies. A set of them is an integer: bit *i* stands for ``assets[i]``.

    ``deps`` holds for every asset the indices of those directly upstream. What is looked up is worked out
    once and kept.
    """

    def __init__(self, assets: Sequence[Selectable], deps: Sequence[Sequence[int]]) -> None:
        self.assets = tuple(assets)
        self.reach = Reach(deps)
        self.materializable = self.mask(i for i, asset in enumerate(self.assets) if not asset.external)
        self.external = ((1 << len(self.assets)) - 1) & ~self.materializable
        self._terms: dict[tuple[str, str | None, str], int] = {}

    def mask(self, indices: Iterable[int]) -> int:
        """Return the set of the assets with these indices."""
        return mask_of(indices, len(self.assets))

    def key_of(self, name: str) -> str | None:
        """Return the key that a name without wildcards means: that key, or the only one that ends in it.

        ``customers`` means the asset with the key ``customers``; failing that, the asset ``raw/customers`` if
        no other key ends in ``/customers``. Dagster would want the whole key. ``None``: no asset, or several.
        """
        if name in self.keys:
            return name
        found = self.keys_named(name)
        return found[0] if len(found) == 1 else None

    def keys_named(self, name: str) -> list[str]:
        """Return the keys whose last component is ``name``, in alphabetical order."""
        return sorted({self.assets[index].key for index in self.names.get(name, ())})

    def matching(self, term: Term) -> int:
        """Return the assets that one term selects; 0 if what it names does not exist.

        As in Dagster, ``group:``, ``tag:``, ``kind:`` and ``*`` pass over external assets; ``asset:``,
        ``key:`` and ``owner:`` do not. ``group:<null>`` and ``owner:<null>`` select nothing, ``kind:<null>``
        what has no kind. Everything is case-sensitive, a ``*`` in a name also matches ``/``.
        """
        key = (term.attribute, term.value, term.tag_value)
        if key not in self._terms:
            self._terms[key] = self._match(term)
        return self._terms[key]

    @cached_property
    def keys(self) -> dict[str, list[int]]:
        """The assets of each key: one, unless a key is defined twice."""
        return _grouped((asset.key,) for asset in self.assets)

    @cached_property
    def names(self) -> dict[str, list[int]]:
        """The assets of each last key component."""
        return _grouped((asset.name,) for asset in self.assets)

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """The assets of each group, external ones too."""
        return _grouped((asset.group,) for asset in self.assets)

    @cached_property
    def tags(self) -> dict[tuple[str, str], list[int]]:
        """The assets of each tag, as name and value, external ones too. A kind is a tag as well."""
        return _grouped({**{KIND_TAG + kind: "" for kind in a.kinds}, **a.tags}.items() for a in self.assets)

    @cached_property
    def kinds(self) -> dict[str, list[int]]:
        """The assets of each kind, external ones too."""
        found: dict[str, list[int]] = {}
        for (tag, _), indices in self.tags.items():
            if tag.startswith(KIND_TAG):
                found.setdefault(tag[len(KIND_TAG) :], []).extend(indices)
        return found

    @cached_property
    def owners(self) -> dict[str, list[int]]:
        """The assets of each owner, external ones too."""
        return _grouped(asset.owners for asset in self.assets)

    def _match(self, term: Term) -> int:
        value = term.value
        if term.attribute == "all":
            return self.materializable
        if term.attribute == "is":
            return self.external if value == "external" else self.materializable
        if value is None:
            if term.attribute == "kind":
                return self.materializable & ~self.mask(i for found in self.kinds.values() for i in found)
            return 0
        if term.attribute == "asset" and "*" not in value:
            key = self.key_of(value)
            return self.mask(self.keys[key]) if key is not None else 0
        if term.attribute in ("asset", "key"):
            return self._all_of(self.keys, value)
        if term.attribute == "group":
            return self._all_of(self.groups, value) & self.materializable
        if term.attribute == "owner":
            return self.mask(self.owners.get(value, ()))
        if term.attribute == "kind":
            return self.mask(self.kinds.get(value, ())) & self.materializable
        return self.mask(self.tags.get((value, term.tag_value), ())) & self.materializable

    def _all_of(self, named: Mapping[str, Sequence[int]], pattern: str) -> int:
        if "*" not in pattern:
            return self.mask(named.get(pattern, ()))
        matches = glob(pattern, self._sorted_keys if named is self.keys else sorted(named))
        return self.mask(index for name in matches for index in named[name])

    @cached_property
    def _sorted_keys(self) -> list[str]:
        return sorted(self.keys)


def glob(pattern: str, names: Sequence[str]) -> list[str]:
    """Return the names that match a pattern, in which ``*`` stands for any characters.

    ``names`` are sorted. Takes time in proportion to the names that begin as the pattern does, whatever the
    number of wildcards.
    """
    first, *middle = pattern.split("*")
    if not middle:
        return [name for name in names if name == pattern]
    last = middle.pop()
    shortest = len(first) + len(last)
    matches = []
    for place in range(bisect_left(names, first), len(names)):
        name = names[place]
        if not name.startswith(first):
            break
        if len(name) < shortest or not name.endswith(last):
            continue
        # The leftmost place of every part leaves the most room for the next.
        at, end = len(first), len(name) - len(last)
        for part in middle:
            at = name.find(part, at, end)
            if at < 0:
                break
            at += len(part)
        else:
            matches.append(name)
    return matches


def _grouped(values: Iterable[Collection[_Value]]) -> dict[_Value, list[int]]:
    """Return for every value the positions of the collections that hold it."""
    found: dict[_Value, list[int]] = {}
    for index, held in enumerate(values):
        for value in held:
            found.setdefault(value, []).append(index)
    return found
