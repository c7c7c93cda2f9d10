"""What an expression of a module stands for, as far as its text tells, and the namespace that its names stand in.

The two refer to each other: functions and classes are values that keep their namespace.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable
from typing import Any, Literal, Protocol, TypeAlias

from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.facts import DagsterRefusal, StaticAsset, SyntaxDefect, UnknownInCode
from floe_lint.python.find_module import ModuleFile, module_file
from floe_lint.python.module_tree import Outline

ITEM_LIMIT = 5_000
"""Items of a literal. More is data, not a definition of assets."""

WEIGHT_LIMIT = 20_000
"""Values in a list or dict at any depth."""

STEP_LIMIT = 100_000
"""Expressions and statements followed in one module; unrolled loops could otherwise take for ever."""

DEPTH_LIMIT = 80
"""Nested expressions. Deeper ones are generated data."""


class Const(NamedTuple):
    """A literal: text, a number, a boolean, ``None``."""

    value: Any


class Origin(NamedTuple):
    """Something from outside the project, by its dotted name; ``builtins.len`` for built-in names."""

    name: str


class ModuleRef(NamedTuple):
    """A module of the project."""

    file: ModuleFile


class Function(NamedTuple):
    """A function of the project.

    ``changed_by`` names a decorator that may have changed its name and parameters; ``is_op`` says that Dagster
    made an op or a graph of it.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    changed_by: str | None = None
    is_op: bool = False


class Class(NamedTuple):
    """A class of the project.

    ``names`` are those of its body, ``None`` where running it does more than give them. ``plain`` says that an
    attribute is what the body gives it: without decorators, a metaclass, several bases or one from outside the
    project.
    """

    node: ast.ClassDef
    scope: Scope
    names: dict[str, Value] | None = None
    bases: tuple[Class, ...] = ()
    plain: bool = False


class Assets(NamedTuple):
    """What an asset decorator or constructor makes, and what is unknown about it.

    ``function`` is what was decorated.
    """

    assets: tuple[StaticAsset, ...]
    form: Literal["definition", "source", "spec"]
    unknowns: tuple[UnknownInCode, ...] = ()
    function: Function | None = None


class AssetPath(NamedTuple):
    """An ``AssetKey``; ``None`` where its parts are computed."""

    path: tuple[str, ...] | None


class Seen(NamedTuple):
    """A value and the expression that gave it."""

    value: Value
    node: ast.AST
    outline: Outline

    @property
    def place(self) -> Place:
        """Where the expression stands."""
        return self.outline.place(self.node)


class Arguments(NamedTuple):
    """The arguments of a call. ``complete`` is false where ``*`` or ``**`` hide some."""

    positional: tuple[Seen, ...] = ()
    keywords: dict[str, Seen] = {}  # noqa: RUF012  never changed
    complete: bool = True

    def get(self, name: str, position: int | None = None) -> Seen | None:
        """One argument, by keyword or by position."""
        if name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None


class Record(NamedTuple):
    """What a call of something of Dagster's gives that is no asset: ``AssetIn(…)``, ``Definitions(…)``."""

    origin: str
    arguments: Arguments


class Partial(NamedTuple):
    """``asset(group_name="g")`` before it gets its function, or a ``functools.partial``."""

    callee: Value
    arguments: Arguments


class Method(NamedTuple):
    """An attribute of a value that is not a plain one: ``names.append``."""

    owner: Value
    name: str


class Subscripted(NamedTuple):
    """A type with arguments: ``ResourceParam[int]``."""

    base: Value
    arguments: tuple[Value, ...]


class Namespace(NamedTuple):
    """What ``globals()`` returns."""


class Hidden(NamedTuple):
    """What only running the code would tell.

    ``phrase`` completes a sentence that begins with a name. ``assets`` says that it may be assets, ``makes``
    that calling it, or something of it, may give some, ``maybe_none`` that it may be ``None``. ``callee`` is
    the function of the project that returned it, ``made_by`` the class of which it is an instance.
    """

    phrase: str
    place: Place
    assets: bool = False
    makes: bool = False
    maybe_none: bool = False
    callee: Function | None = None
    made_by: Class | None = None


class Items:
    """A list, tuple or set. ``items`` is ``None`` once only running the code would tell them.

    ``weight`` counts what is in it at any depth, so that nothing grows without bound.
    """

    __slots__ = ("hidden", "items", "kind", "weight")

    def __init__(self, kind: Literal["list", "tuple", "set"], items: Iterable[Seen]) -> None:
        self.kind = kind
        self.items: list[Seen] | None = []
        self.hidden: Hidden | None = None
        self.weight = 1
        self.add(items)

    def add(self, items: Iterable[Seen]) -> None:
        """Put further items at the end."""
        if self.items is not None:
            added = list(items)
            self.items.extend(added)
            _weigh(self, added)

    def hide(self, hidden: Hidden) -> None:
        """Forget the items."""
        self.items = None
        self.hidden = hidden


class Entries:
    """A dict with constant keys. ``entries`` is ``None`` once only running the code would tell them."""

    __slots__ = ("entries", "hidden", "weight")

    def __init__(self, entries: dict[Any, Seen]) -> None:
        self.entries: dict[Any, Seen] | None = {}
        self.hidden: Hidden | None = None
        self.weight = 1
        self.add(entries)

    def add(self, entries: dict[Any, Seen]) -> None:
        """Set further entries."""
        if self.entries is not None:
            self.entries.update(entries)
            _weigh(self, list(entries.values()))

    def hide(self, hidden: Hidden) -> None:
        """Forget the entries."""
        self.entries = None
        self.hidden = hidden


def _weigh(owner: Items | Entries, added: list[Seen]) -> None:
    """Forget what is in a list or dict that got too large, or that holds itself."""
    owner.weight += sum(one.value.weight if isinstance(one.value, (Items, Entries)) else 1 for one in added)
    if owner.weight > WEIGHT_LIMIT or any(_holds(one.value, owner) for one in added):
        owner.hide(Hidden("is too large to be followed", added[0].place))
        # Only now, as a list that holds itself has no end.
        may = any(holds_assets(one.value) for one in added)
        owner.hide(Hidden("is too large to be followed", added[0].place, assets=may, makes=may))


def _holds(value: Value, owner: Items | Entries) -> bool:
    if value is owner:
        return True
    if isinstance(value, Items):
        return any(_holds(item.value, owner) for item in value.items or ())
    if isinstance(value, Entries):
        return any(_holds(item.value, owner) for item in (value.entries or {}).values())
    return False


Value: TypeAlias = (
    Const
    | Origin
    | ModuleRef
    | Function
    | Class
    | Assets
    | AssetPath
    | Record
    | Partial
    | Method
    | Subscripted
    | Namespace
    | Hidden
    | Items
    | Entries
)


class Effects(NamedTuple):
    """Names that a function sets or changes in its module, and whether it may define any name at all."""

    sets: frozenset[str]
    changes: frozenset[str]
    dynamic: str | None


class Modules(Protocol):
    """Gives the namespaces of other modules."""

    def scope(self, file: ModuleFile) -> Scope | SyntaxDefect:
        """The namespace of a module: complete, or as far as it is read where two import each other."""
        ...


class Scope:
    """What the names of a module stand for so far.

    ``unknowns`` are what may define any name at all; ``open`` says that there may be further names.
    ``conditional`` counts the blocks around the current statement that may or may not run. ``redefined`` are
    assets with those that a later statement gives the same name. ``refusals`` and ``imported``
    are of statements that surely run: what Dagster refuses, and the modules that names come from.
    """

    def __init__(
        self,
        file: ModuleFile,
        outline: Outline,
        modules: Modules,
        evaluate: Callable[[ast.expr, Scope], Value],
    ) -> None:
        self.file = file
        self.outline = outline
        self.modules = modules
        self.names: dict[str, Value] = {"__name__": Const(file.name), "__file__": Origin("module.__file__")}
        self.unknowns: list[UnknownInCode] = []
        self.redefined: list[tuple[Assets, Assets, ast.stmt]] = []
        self.refusals: dict[Place, DagsterRefusal] = {}
        self.imported: list[ModuleFile] = []
        self.open = False
        self.conditional = 0
        self.depth = 0
        self.steps = 0
        self.makes: dict[int, bool] = {}
        self.effects: dict[int, Effects] = {}
        self._evaluate = evaluate

    def evaluate(self, node: ast.expr) -> Value:
        """What an expression stands for."""
        return self._evaluate(node, self)

    def lookup(self, name: str, node: ast.AST) -> Value:
        """What a name stands for here."""
        found = self.names.get(name)
        if found is not None:
            return found
        if hasattr(builtins, name):
            return Origin(f"builtins.{name}")
        says_so = self.open and "asset" in name.lower()
        return Hidden("is not defined in the module's text", self.outline.place(node), makes=says_so)

    def hidden(self, phrase: str, node: ast.AST, *, assets: bool = False, makes: bool = False) -> Hidden:
        """A value that only running the code would tell, at a node of this module."""
        return Hidden(phrase=phrase, place=self.outline.place(node), assets=assets, makes=makes)

    def add_unknown(self, reason: str, node: ast.AST) -> None:
        """Say that any name may be defined by a node, once for each reason."""
        self.open = True
        if not any(unknown.reason == reason for unknown in self.unknowns):
            self.unknowns.append(UnknownInCode(reason, self.outline.place(node)))

    def module(self, name: str) -> Value:
        """A module by its absolute name."""
        if name.partition(".")[0] in ("dagster", "floe_dagster"):
            return Origin(name)
        found = module_file(name, self.file.roots)
        return Origin(name) if found is None else ModuleRef(found)


class _Unknowable:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Any = _Unknowable()
"""Returned by :func:`plain` for what is not constant."""


def plain(value: Value | None) -> Any:
    """The Python object of a constant value, lists and dicts of constants included; else ``UNKNOWN``."""
    if isinstance(value, Const):
        return value.value
    if isinstance(value, Items) and value.items is not None:
        items = [plain(item.value) for item in value.items]
        if any(item is UNKNOWN for item in items):
            return UNKNOWN
        if value.kind == "set":
            return UNKNOWN if any(isinstance(item, (list, dict, set)) for item in items) else set(items)
        return items if value.kind == "list" else tuple(items)
    if isinstance(value, Entries) and value.entries is not None:
        found = {key: plain(item.value) for key, item in value.entries.items()}
        return UNKNOWN if any(item is UNKNOWN for item in found.values()) else found
    return UNKNOWN


def truth(value: Value) -> bool | None:
    """Whether a value is true in a condition; ``None`` where that is not known."""
    if isinstance(value, Const):
        return bool(value.value)
    if isinstance(value, Items) and value.items is not None:
        return bool(value.items)
    if isinstance(value, Entries) and value.entries is not None:
        return bool(value.entries)
    if isinstance(value, (Function, Class, Assets, ModuleRef, Record)):
        return True
    return None


def loadable(value: Value | None) -> bool:
    """Whether Dagster would, or might, load assets from a name with this value.

    As ``dagster.load_assets_from_modules`` does without ``include_specs``: definitions, source assets, and
    lists of nothing else; specs only serve those that use them.
    """
    if isinstance(value, Assets):
        return value.form != "spec"
    if isinstance(value, Hidden):
        return value.assets
    if isinstance(value, Items) and value.kind == "list":
        if value.items is None:
            return value.hidden is not None and value.hidden.assets
        return bool(value.items) and all(loadable(item.value) for item in value.items)
    return False


def holds_assets(value: Value | None) -> bool:
    """Whether a value is, or has within it, something that Dagster would load if it stood alone."""
    if isinstance(value, Items):
        if value.items is None:
            return value.hidden is not None and value.hidden.assets
        return any(holds_assets(item.value) for item in value.items)
    if isinstance(value, Entries):
        if value.entries is None:
            return value.hidden is not None and value.hidden.assets
        return any(holds_assets(item.value) for item in value.entries.values())
    return loadable(value)


def same(left: Value | None, right: Value | None) -> bool:
    """Whether two values are certainly the same."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, Const) and isinstance(right, Const):
        return type(left.value) is type(right.value) and bool(left.value == right.value)
    return isinstance(left, (Origin, ModuleRef, AssetPath)) and left == right
