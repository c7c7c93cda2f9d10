"""Arguments that describe an asset, each with what is unknown about it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from floe_lint.dagster.api_arguments import position
from floe_lint.dagster.api_names import last
from floe_lint.dagster.labels import KIND_TAG
from floe_lint.kernel.positions import Place
from floe_lint.python.facts import Given, StaticDep, TableUse, UnknownInCode
from floe_lint.python.values import (
    UNKNOWN,
    Arguments,
    AssetPath,
    Assets,
    Const,
    Hidden,
    Items,
    Record,
    Scope,
    Seen,
    Value,
    plain,
    truth,
)

if TYPE_CHECKING:
    from floe_lint.dagster.partitions.identity import Identity


class Attributes:
    """Reads the arguments of one call; what it cannot know it adds to ``unknowns``."""

    def __init__(self, arguments: Arguments, about: str, node: ast.AST, scope: Scope) -> None:
        self.arguments = arguments
        self.about = about
        self.unknowns: list[UnknownInCode] = []
        self._node = node
        self._scope = scope

    @property
    def place(self) -> Place:
        """The name of the function, or the call."""
        if isinstance(self._node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return self._scope.outline.name_place(self._node)
        return self._scope.outline.place(self._node)

    def given(self, name: str, position: int | None = None) -> Seen | None:
        """An argument that is not ``None``."""
        found = self.arguments.get(name, position)
        return None if found is None or (isinstance(found.value, Const) and found.value.value is None) else found

    def unknown(self, reason: str, place: Place | None = None) -> None:
        """Say that something is unknown."""
        self.unknowns.append(UnknownInCode(reason, place or self.place))

    def text(self, name: str, default: str | None) -> str | None:
        """A text; ``None`` where it is computed, which is said of groups only."""
        found = self.given(name)
        if found is None:
            return default
        value = plain(found.value)
        if isinstance(value, str):
            return value
        if name == "group_name":
            self.unknown(f'the group of "{self.about}" is computed', found.place)
        return None

    def tags_and_kinds(self) -> tuple[dict[str, str] | None, frozenset[str] | None]:
        """Tags with those that Dagster makes of kinds, and kinds with those given as tags."""
        tags, kinds = self._constant("tags", "tags"), self._constant("kinds", "kinds")
        if tags is UNKNOWN or kinds is UNKNOWN:
            return None, None
        if not isinstance(tags or {}, dict) or not isinstance(kinds or [], (set, list, tuple)):
            return None, None
        found = {str(key): str(item) for key, item in (tags or {}).items()}
        found.update({f"{KIND_TAG}{kind}": "" for kind in kinds or ()})
        return found, kinds_in(found)

    def owners(self) -> tuple[str, ...] | None:
        """Owners."""
        value = self._constant("owners", "owners")
        if value is None:
            return ()
        return tuple(map(str, value)) if isinstance(value, (list, tuple)) else None

    def tables(self, name: str) -> tuple[TableUse, ...]:
        """The ``inputs`` or ``outputs`` of ``@floe_asset``."""
        found = self.given(name)
        if found is None or self._constant(name, f"table {name}") is UNKNOWN:
            return ()
        items = found.value.items if isinstance(found.value, Items) and found.value.kind != "set" else None
        values = ((plain(item.value), item.place) for item in items or ())
        return tuple(TableUse(value, place) for value, place in values if isinstance(value, str))

    def is_set(self, *names: str) -> bool:
        """Whether one of these arguments is given and not ``None``."""
        for name in names:
            found = self.given(name)
            if found is None:
                continue
            if isinstance(found.value, Hidden) and found.value.maybe_none:
                what = "partitions" if name == "partitions_def" else "automation"
                self.unknown(f'whether "{self.about}" has {what} is computed', found.place)
            return True
        return False

    def may_be_true(self, name: str) -> bool:
        """Whether an argument that is false where it is not given is true, or computed."""
        found = self.given(name)
        return found is not None and truth(found.value) is not False

    def partitions(self) -> Identity | None:
        """The partitions, where their class is one of Dagster's and known."""
        found = self.given("partitions_def")
        if found is None:
            return None
        from floe_lint.python.partitions import partitions_identity

        return partitions_identity(found.value)

    def _constant(self, name: str, shown: str) -> Any:
        found = self.given(name)
        if found is None:
            return None
        value = plain(found.value)
        if value is UNKNOWN:
            self.unknown(f'the {shown} of "{self.about}" are computed', found.place)
        return value

    # ---- keys

    def own_key(self, name: str | None) -> tuple[Given, ...]:
        """``key``, else ``key_prefix`` and ``name``, else the function's name. ``name`` is ``None`` if unknown.

        Empty where the key is computed.
        """
        found = self._own_key(name)
        if not found:
            self.unknown(f'the key of "{self.about}" is computed')
        return found

    def _own_key(self, name: str | None) -> tuple[Given, ...]:
        given = self.given("key")
        if given is not None:
            path = path_of(given.value)
            return () if path is None else (Given("key", path, given.place),)
        own: Any = name
        place = self.place
        named = self.given("name")
        if named is not None:
            own = plain(named.value) or name
            place = named.place
        if not isinstance(own, str):
            return ()
        last_part = Given("name", (own,), place)
        prefix = self.given("key_prefix")
        if prefix is None:
            return (last_part,)
        parts = _texts(prefix.value)
        return () if parts is None else (Given("key_prefix", parts, prefix.place), last_part)

    def prefixed(self, name: str) -> tuple[str, ...] | None:
        """A name behind ``key_prefix``; empty parts are left out, as Dagster does."""
        prefix = self.given("key_prefix")
        if prefix is None:
            return (name,)
        parts = _texts(prefix.value)
        return None if parts is None else (*parts, *((name,) if name else ()))

    # ---- dependencies

    def deps(self) -> list[StaticDep]:
        """``deps``, or the older ``non_argument_deps``."""
        found = self.given("deps") or self.given("non_argument_deps")
        return [] if found is None else [dep._replace(named=True) for dep in self.deps_in(found)]

    def deps_in(self, seen: Seen) -> list[StaticDep]:
        """The dependencies in a list."""
        value = seen.value
        if isinstance(value, Const) and isinstance(value.value, str):
            # Dagster iterates over whatever it is given.
            return [StaticDep((letter,), seen.place) for letter in value.value]
        if not isinstance(value, Items) or value.items is None:
            self.unknown(f'the dependencies of "{self.about}" are computed', seen.place)
            return []
        return [dep for item in value.items for dep in self._dep(item, item.place)]

    def _dep(self, item: Seen, place: Place) -> list[StaticDep]:
        value = item.value
        if isinstance(value, Assets):
            if any(asset.key is None for asset in value.assets) or not value.assets:
                self.unknown(f'a dependency of "{self.about}" is computed', place)
            return [StaticDep(asset.key, place) for asset in value.assets] or [StaticDep(None, place)]
        if isinstance(value, Record) and last(value.origin) == "AssetDep":
            inner = _argument(value, "asset")
            if inner is not None:
                return [dep._replace(mapped=_is_mapped(value)) for dep in self._dep(inner, place)]
        key = path_of(value)
        if key is None:
            self.unknown(f'a dependency of "{self.about}" is computed', place)
        return [StaticDep(key, place)]

    def ins(self) -> dict[str, StaticDep]:
        """Upstream assets that ``ins`` gives to parameters, by parameter."""
        found = self.given("ins")
        if found is None:
            return {}
        from floe_lint.python.values import Entries

        if not isinstance(found.value, Entries) or found.value.entries is None:
            self.unknown(f'the inputs of "{self.about}" are computed', found.place)
            return {}
        named: dict[str, StaticDep] = {}
        for name, item in found.value.entries.items():
            key = _input_key(str(name), item.value)
            if key is None:
                self.unknown(f'an input of "{self.about}" is computed', item.place)
            named[str(name)] = StaticDep(
                key=key, place=item.place, loaded=_is_loaded(item.value), mapped=_is_mapped(item.value), input=str(name)
            )
        return named


def path_of(value: Value) -> tuple[str, ...] | None:
    """A key given as ``AssetKey``, as text or as a list of texts."""
    if isinstance(value, AssetPath):
        return value.path
    path = plain(value)
    if isinstance(path, str):
        return (path,)
    if isinstance(path, (list, tuple)) and path and all(isinstance(part, str) for part in path):
        return tuple(path)
    return None


def _texts(value: Value) -> tuple[str, ...] | None:
    """A prefix given as text or as a list of texts, without empty parts."""
    parts = plain(value)
    if isinstance(parts, str):
        parts = [parts]
    if not isinstance(parts, (list, tuple)) or not all(isinstance(part, str) for part in parts):
        return None
    return tuple(part for part in parts if part)


def kinds_in(tags: dict[str, str]) -> frozenset[str]:
    """The kinds that tags stand for."""
    return frozenset(tag[len(KIND_TAG) :] for tag in tags if tag.startswith(KIND_TAG))


def _input_key(name: str, value: Value) -> tuple[str, ...] | None:
    if isinstance(value, Record) and last(value.origin) == "AssetIn":
        key = _argument(value, "key")
        if key is not None and not (isinstance(key.value, Const) and key.value.value is None):
            return _single(key.value)
        prefix = _argument(value, "key_prefix")
        if prefix is None or (isinstance(prefix.value, Const) and prefix.value.value is None):
            return (name,) if value.arguments.complete else None
        parts = plain(prefix.value)
        if isinstance(parts, str):
            return (parts, name)
        if isinstance(parts, (list, tuple)) and all(isinstance(part, str) for part in parts):
            return (*parts, name)
        return None
    return _single(value)


def _argument(record: Record, name: str) -> Seen | None:
    """An argument of ``AssetIn`` or ``AssetDep``."""
    return record.arguments.get(name, position(last(record.origin), name))


def _is_loaded(value: Value) -> bool:
    """Whether an input surely brings a value: one with a type of its own may be ``Nothing``."""
    if isinstance(value, Record):
        return value.arguments.complete and _argument(value, "dagster_type") is None
    return True


def _is_mapped(value: Value) -> bool:
    """Whether a partition mapping is given, or may be."""
    if not isinstance(value, Record):
        return False
    return not value.arguments.complete or _argument(value, "partition_mapping") is not None


def _single(value: Value) -> tuple[str, ...] | None:
    if isinstance(value, Assets):
        return value.assets[0].key if len(value.assets) == 1 else None
    return path_of(value)
