"""An asset of a project, wherever it is defined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple

if TYPE_CHECKING:
    from floe_lint.dagster.partitions.identity import Identity
    from floe_lint.python.facts import TableUse

Origin = Literal["python", "dbt", "dbt source", "external"]


class Dependency(NamedTuple):
    """An upstream asset by key. ``place`` is where it is named, ``implied`` by a table rather than ``deps``.

    ``loaded`` says that its value is an argument: then Dagster insists that it exists. ``mapped`` says that a
    partition mapping is given. ``repeats`` are the names of two arguments, this and an earlier one, for one asset.
    """

    key: str
    place: Place | None
    implied: bool = False
    loaded: bool = False
    mapped: bool = False
    repeats: tuple[str, str] | None = None


class Asset(NamedTuple):
    """An asset. ``None`` stands for what cannot be known without running the code.

    ``key`` is Dagster's user string (``a/b``). ``settings`` are what the patterns of floe.yaml put on it,
    ``unset`` the fields that one of them sets by a variable without a value. ``external`` assets are never
    materialized by a run. ``outputs`` are the tables it writes. ``partitions_in_code`` is what is known of the
    partitions that its code gives it. ``unwritten_inputs`` are the tables that it reads and
    no asset is known to write. ``required_neighbors`` are the keys of the other assets that run whenever it
    does, as Dagster calls those of a multi-asset that cannot be subset.
    """

    key: str
    origin: Origin
    place: Place | None
    group: str | None
    tags: Mapping[str, str] | None
    kinds: frozenset[str] | None
    owners: tuple[str, ...] | None
    deps: tuple[Dependency, ...]
    settings: Mapping[str, str]
    own_partitions: bool = False
    own_automation: bool = False
    outputs: tuple[str, ...] = ()
    unset: frozenset[str] = frozenset()
    partitions_in_code: Identity | None = None
    required_neighbors: tuple[str, ...] = ()
    unwritten_inputs: tuple[TableUse, ...] = ()

    @property
    def name(self) -> str:
        """The last component of the key."""
        return self.key.rsplit("/", 1)[-1]

    @property
    def external(self) -> bool:
        """Whether no run materializes it."""
        return self.origin in ("dbt source", "external")

    @property
    def partitions(self) -> str | None:
        """The name of the partition set that floe.yaml gives it."""
        return self.settings.get("partitions")

    @property
    def automation(self) -> str | None:
        """The automation condition that floe.yaml gives it."""
        return self.settings.get("automation_condition")

    @property
    def may_be_automatic(self) -> bool:
        """Whether it has an automation condition, or may have one by a variable without a value."""
        return self.automation is not None or self.own_automation or "automation_condition" in self.unset

    @property
    def is_automatic_by_code(self) -> bool:
        """Whether the automation condition that holds is the one in its code: a pattern's would replace it."""
        return self.own_automation and self.automation is None and "automation_condition" not in self.unset
