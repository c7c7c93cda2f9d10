"""What a generated project is made of, before it is written as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from tests.oracle.selections import Selection

Route = tuple[str | int, ...]

Form = Literal[
    "asset", "qualified", "alias", "key", "floe", "floe_bare", "floe_qualified", "spec", "outs", "graph", "source"
]


@dataclass
class PythonAsset:
    """An asset of a Python module. ``module`` is the number of the module that defines it."""

    key: tuple[str, ...]
    form: Form
    module: int
    group: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    deps: list[tuple[str, ...]] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    """Parameters of the function besides those of ``deps``."""

    @property
    def name(self) -> str:
        """The name of the function or variable."""
        return self.key[-1]

    @property
    def user_key(self) -> str:
        """``a/b``."""
        return "/".join(self.key)

    @property
    def external(self) -> bool:
        """Whether no run materializes it."""
        return self.form == "source"


@dataclass
class DbtModel:
    """A model, seed or snapshot of the dbt project. ``refs`` are names of models, ``sources`` ``source.table``."""

    name: str
    folder: str
    materialized: str = "view"
    tags: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    group: str | None = None
    tested: bool = False
    kind: Literal["model", "seed", "snapshot"] = "model"


@dataclass
class Draft:
    """A project that plants may still change. ``floe`` and ``platform`` are the data of the YAML files.

    ``selections`` are the selections of the batch jobs as trees, beside their texts in ``floe``.
    """

    package: str
    floe: dict[str, Any]
    platform: dict[str, Any] | None
    assets: list[PythonAsset]
    models: list[DbtModel]
    selections: dict[str, Selection]
    modules: int
    ops: str
    source_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys that ``meta.dagster.asset_key`` sets on dbt's sources, by ``source.table``."""
    files: dict[str, str] = field(default_factory=dict)
    """Files besides floe.yaml, platform.yaml, the asset modules and dbt's."""

    @property
    def dbt_is_one_asset(self) -> bool:
        """Whether the dbt project is an asset as a whole."""
        dbt: dict[str, Any] = self.floe["orchestration"].get("dbt", {})
        return dbt.get("observability_level") == "job_level"

    def section(self, name: str) -> dict[str, Any]:
        """A section of ``orchestration``; a new one where there is none yet."""
        section: dict[str, Any] = self.floe["orchestration"].setdefault(name, {})
        return section


class Plant(NamedTuple):
    """A planted defect: the rules of which one has to report it, and where.

    ``route`` is that of floe.yaml or platform.yaml, according to ``path``; ``None`` leaves the place open, as
    ``line`` or nothing more than the file is known. ``by_dagster`` says whether Dagster itself refuses the
    project or quietly does the wrong thing; else it is a matter of our own.
    """

    rules: tuple[str, ...]
    path: str = "floe.yaml"
    route: Route | None = None
    containing: str | None = None
    by_dagster: bool = True


class GeneratedProject(NamedTuple):
    """A project as files, with what it was made from."""

    seed: int
    kind: Literal["valid", "planted", "free"]
    draft: Draft
    files: Mapping[str, str]
    plant: Plant | None
