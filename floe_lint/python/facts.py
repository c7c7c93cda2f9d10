"""What a Python module says about assets and functions, as far as it can be known without running it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple

if TYPE_CHECKING:
    from floe_lint.dagster.partitions.identity import Identity


class StaticDep(NamedTuple):
    """An upstream asset; ``key`` is ``None`` where it is computed.

    ``loaded`` says that its value is an argument, ``mapped`` that partitions may be mapped by code. ``input`` is the
    argument's name, ``repeats`` that of an earlier one that takes the same asset. ``named`` says that Dagster makes the
    name of an input of the key.
    """

    key: tuple[str, ...] | None
    place: Place
    loaded: bool = False
    mapped: bool = False
    input: str | None = None
    repeats: str | None = None
    named: bool = False


class Given(NamedTuple):
    """Parts of a key that Dagster makes a name of, and where they stand: what gives them is ``argument``."""

    argument: Literal["key", "key_prefix", "name", "output"]
    parts: tuple[str, ...]
    place: Place


class ResourceUse(NamedTuple):
    """A resource that an asset needs, by its key, and where the text says so."""

    key: str
    place: Place


class TableUse(NamedTuple):
    """A table that an asset reads, and where the text says so."""

    table: str
    place: Place


class StaticAsset(NamedTuple):
    """An asset definition. ``None`` stands for what only running the code would tell.

    ``place`` is the span of the name that defines it: two modules that import one asset give it one place.
    ``inputs`` and ``outputs`` are the tables of ``@floe_asset``. ``named`` is what Dagster makes the
    name of an op or an output of; a source asset has neither. ``partitions`` is what is known of those that its
    code gives it. ``op`` is the name that an op of several assets has of its
    own, and where it stands. ``required_neighbors`` are the keys of the other assets that run whenever it
    does: those of a definition that cannot be subset.
    """

    key: tuple[str, ...] | None
    place: Place
    group: str | None
    description: str | None
    tags: Mapping[str, str] | None
    kinds: frozenset[str] | None
    owners: tuple[str, ...] | None
    deps: tuple[StaticDep, ...]
    inputs: tuple[TableUse, ...]
    outputs: tuple[str, ...]
    partitioned: bool
    has_automation: bool
    is_external: bool
    named: tuple[Given, ...] = ()
    partitions: Identity | None = None
    op: tuple[str, Place] | None = None
    resources: tuple[ResourceUse, ...] = ()
    required_neighbors: tuple[tuple[str, ...], ...] = ()


class Parameter(NamedTuple):
    """A parameter of a function. ``kind`` is that of ``inspect.Parameter`` in words."""

    name: str
    kind: str
    has_default: bool
    annotation: str


class FunctionFacts(NamedTuple):
    """A function, or a class that is called like one.

    ``signature_known`` is false where a decorator or a base class outside the project decides the parameters.
    """

    name: str
    parameters: tuple[Parameter, ...]
    is_op: bool
    is_async: bool
    is_class: bool
    place: Place
    signature_known: bool = True

    @property
    def accepts_any_keyword(self) -> bool:
        """Whether there is a ``**kwargs``."""
        return any(parameter.kind == "var_keyword" for parameter in self.parameters)


class UnknownInCode(NamedTuple):
    """Something that only running the module would tell. ``about`` is the top-level name it hides, if it is one."""

    reason: str
    place: Place
    about: str | None = None


class LostAsset(NamedTuple):
    """An asset that no name keeps: its function is defined again, at ``again``.

    ``key`` is that of both, ``None`` where they differ or are not known. ``kept`` is the definition that stays.
    """

    name: str
    key: tuple[str, ...] | None
    place: Place
    again: Place
    kept: Place


class DagsterRefusal(NamedTuple):
    """Something that keeps the module from being loaded: Dagster refuses it where it is defined."""

    place: Place
    message: str


class SyntaxDefect(NamedTuple):
    """Why a module is not Python, or not the linter's: ``newer`` is then the Python that its project runs on."""

    message: str
    place: Place
    newer: str | None = None

    @property
    def phrase(self) -> str:
        """What the module is, to go on after its name."""
        if self.newer is None:
            return "is not valid Python"
        return f"is not read: the project runs on Python {self.newer}, floe-lint here on an older one"


class ModuleFacts(NamedTuple):
    """What a module says. ``refusals`` are also those of the modules that it imports names from."""

    path: str
    assets: tuple[StaticAsset, ...]
    unknowns: tuple[UnknownInCode, ...]
    syntax_error: SyntaxDefect | None
    lost: tuple[LostAsset, ...] = ()
    refusals: tuple[DagsterRefusal, ...] = ()
