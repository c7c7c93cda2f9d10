"""The part of a dbt manifest that decides which assets there are. https://schemas.getdbt.com/dbt/manifest/"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from floe_lint.kernel.records import NamedTuple


class CheckedModel(NamedTuple):
    """``meta.dagster.ref`` of a test: the model that a test over several models is a check of."""

    name: str
    package: str | None
    version: str | int | float | None


class DagsterMeta(NamedTuple):
    """What ``meta.dagster`` of a resource sets for Dagster."""

    asset_key: tuple[str, ...] = ()
    group: str | None = None
    owners: tuple[str, ...] = ()


class DbtNode(NamedTuple):
    """An enabled model, seed or snapshot.

    ``schema`` is the schema in the warehouse as dbt rendered it, ``custom_schema`` the one that the project
    configured (``config.schema``). ``path`` is relative to the resource folder (``models/``) and
    ``original_file_path`` to the dbt project; both have forward slashes. ``depends_on`` holds unique ids.
    """

    unique_id: str
    resource_type: Literal["model", "seed", "snapshot"]
    name: str
    alias: str
    version: str | int | float | None
    schema: str | None
    custom_schema: str | None
    materialized: str | None
    tags: tuple[str, ...]
    meta: DagsterMeta
    group: str | None
    path: str
    original_file_path: str
    fqn: tuple[str, ...]
    package_name: str
    depends_on: tuple[str, ...]


class DbtSource(NamedTuple):
    """An enabled table of a dbt source. ``schema`` and ``identifier`` name it in the warehouse."""

    unique_id: str
    source_name: str
    name: str
    schema: str | None
    identifier: str
    meta: DagsterMeta
    original_file_path: str


class DbtTest(NamedTuple):
    """An enabled data test. ``attached_node`` is what dbt attached a generic test to."""

    unique_id: str
    name: str
    depends_on: tuple[str, ...]
    attached_node: str | None
    target: CheckedModel | None


class Manifest(NamedTuple):
    """A manifest, keyed by unique ids and in the order of the file.

    ``through`` gives the parents of what lies in dbt's graph without being an asset: metrics, semantic
    models, saved queries and functions. ``group_owners`` maps a dbt group to the e-mail addresses of its
    owner. ``generated_at`` is ISO 8601 as dbt wrote it. ``folders`` are the resource folders of the project
    itself (``models``, ``seeds``), sorted.
    """

    version: int
    generated_at: str | None
    project_name: str | None
    adapter_type: str | None
    nodes: Mapping[str, DbtNode]
    sources: Mapping[str, DbtSource]
    tests: tuple[DbtTest, ...]
    through: Mapping[str, tuple[str, ...]]
    group_owners: Mapping[str, tuple[str, ...]]
    folders: tuple[str, ...]


class ManifestDefect(NamedTuple):
    """Why there is no manifest. ``reason`` continues a sentence about the file: ``does not exist``."""

    kind: Literal["missing", "unreadable", "not_json", "not_a_manifest", "version"]
    reason: str
