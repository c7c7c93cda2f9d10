"""dbt models as assets: one for each model, or one for the project as a whole."""

# No postponed annotations here: Dagster reads those of the functions below, and takes only the classes themselves.

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliInvocation,
    DbtCliResource,
    dbt_assets,
)

from floe_dagster.catalog.file_lock import exclusive
from floe_dagster.loading.assets import Partitions, changes_for
from floe_dagster.loading.dbt_references import secrets_in_environment
from floe_dagster.observability.assets import observing
from floe_dagster.observability.dbt import emit_dbt_results
from floe_lint.dbt.assets import DbtAssets
from floe_lint.dbt.manifest import DbtNode
from floe_lint.format.floe_yaml import AssetSettings
from floe_lint.project.asset_patterns import settings_for


class DbtProject(NamedTuple):
    """Where dbt's files are and how it is called. ``profiles_dir`` is ``None`` for a generated profile.

    ``databases`` are the DuckDB files that dbt writes; only one dbt at a time can. ``secrets`` are those that a
    generated profile needs: the variable of each and its reference.
    """

    directory: Path
    manifest: Path
    profiles_dir: Path | None
    target: str | None
    databases: tuple[str, ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()


class FloeTranslator(DagsterDbtTranslator):
    """Keys, groups and owners as the linter knows them, so that selections mean the same in both."""

    def __init__(self, known: DbtAssets, patterns: Sequence[AssetSettings], partitions: Partitions) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))
        self._known = known
        self._by_id = {asset.unique_id: asset for asset in known.assets}
        self._patterns = patterns
        self._partitions = partitions

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The model's name, or for a source the asset that writes the table."""
        key = self._known.key_of.get(dbt_resource_props["unique_id"])
        return super().get_asset_key(dbt_resource_props) if key is None else dg.AssetKey.from_user_string(key)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The group by ``meta.dagster``, dbt's group, or the folder."""
        asset = self._by_id.get(dbt_resource_props["unique_id"])
        return super().get_group_name(dbt_resource_props) if asset is None else asset.group

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str] | None:
        """Owners that Dagster accepts."""
        asset = self._by_id.get(dbt_resource_props["unique_id"])
        return super().get_owners(dbt_resource_props) if asset is None else asset.owners

    def get_partitions_def(self, dbt_resource_props: Mapping[str, Any]) -> dg.PartitionsDefinition[Any] | None:
        """The partitions that a pattern gives the model."""
        asset = self._by_id.get(dbt_resource_props["unique_id"])
        if asset is None:
            return None
        found: dg.PartitionsDefinition[Any] | None = changes_for(asset.key, self._patterns, self._partitions).get(
            "partitions_def"
        )
        return found


class FloeDbtCliResource(DbtCliResource):
    """dbt's command line with the secrets of its profile, which are looked up when dbt starts."""

    secrets: dict[str, str] = {}  # noqa: RUF012  pydantic copies it

    def cli(self, *arguments: Any, **options: Any) -> DbtCliInvocation:
        """Start dbt. Raises ``SecretError`` when a secret is missing."""
        with secrets_in_environment(self.secrets):
            return super().cli(*arguments, **options)


def dbt_resource(project: DbtProject, profiles: Path) -> DbtCliResource:
    """dbt's command line, found beside this interpreter, with the profiles in a folder."""
    beside = Path(sys.executable).with_name("dbt")
    return FloeDbtCliResource(
        secrets=dict(project.secrets),
        project_dir=str(project.directory),
        profiles_dir=str(profiles),
        target=project.target,
        dbt_executable=str(beside) if beside.exists() else "dbt",
        global_config_flags=["--no-use-colors"] if os.environ.get("NO_COLOR") else [],
    )


def model_assets(
    project: DbtProject,
    known: DbtAssets,
    patterns: Sequence[AssetSettings],
    partitions: Partitions,
) -> list[dg.AssetsDefinition]:
    """One definition for each set of partitions among the models: Dagster wants one set in a definition."""
    manifest = _as_dbt_wrote_it(project)
    translator = FloeTranslator(known, patterns, partitions)
    groups: dict[str | None, list[str]] = {}
    for asset in known.assets:
        groups.setdefault(settings_for(asset.key, patterns)[0].get("partitions"), []).append(asset.unique_id)
    definitions = []
    for number, (name, members) in enumerate(groups.items()):
        select = (
            "fqn:*"
            if len(groups) == 1
            else " ".join(_selector(known.manifest.nodes[unique_id]) for unique_id in members)
        )
        definitions.append(
            _models(
                f"dbt_{name}" if name is not None else ("dbt_models" if number == 0 else "dbt_unpartitioned"),
                manifest,
                translator,
                select,
                None if name is None else partitions[name],
                project.databases,
            )
        )
    return definitions


def _as_dbt_wrote_it(project: DbtProject) -> Mapping[str, Any]:
    """The whole manifest: dagster-dbt and the spans of a run take from it what the linter has no use for."""
    manifest: Mapping[str, Any] = json.loads(project.manifest.read_bytes())
    return manifest


def _selector(node: DbtNode) -> str:
    return "fqn:" + ".".join(node.fqn)


def _models(
    name: str,
    manifest: Mapping[str, Any],
    translator: FloeTranslator,
    select: str,
    partitions: dg.PartitionsDefinition[Any] | None,
    databases: Sequence[str],
) -> dg.AssetsDefinition:
    @dbt_assets(
        manifest=manifest,
        name=name,
        select=select,
        dagster_dbt_translator=translator,
        partitions_def=partitions,
    )
    def models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
        arguments = ["build", *_partition_variables(context)]
        with exclusive(databases), observing(context):
            yield from _streamed(dbt.cli(arguments, context=context, raise_on_error=True), manifest, context)

    return models


def _partition_variables(context: Any) -> list[str]:
    """``--vars`` that tell models their partition: its key, and for a time window its bounds."""
    if not context.has_partition_key:
        return []
    values = {"floe_partition_key": str(context.partition_key)}
    try:
        window = context.partition_time_window
    except Exception:  # not every partition is a time window, and Dagster has no question for it
        window = None
    if window is not None:
        values["floe_partition_start"] = window.start.isoformat()
        values["floe_partition_end"] = window.end.isoformat()
    return ["--vars", json.dumps(values)]


def _streamed(invocation: Any, manifest: Mapping[str, Any], context: Any) -> Iterator[Any]:
    """dbt's events as Dagster's; spans and lineage are emitted even when dbt failed half way."""
    try:
        yield from invocation.stream()
    finally:
        results = Path(invocation.target_path) / "run_results.json"
        if results.exists():
            emit_dbt_results(results, manifest, context)


def project_asset(key: str, project: DbtProject, upstream: Sequence[str]) -> dg.AssetsDefinition:
    """``job_level``: the whole dbt project as one asset."""

    @dg.asset(
        key=dg.AssetKey.from_user_string(key),
        group_name="dbt",
        kinds={"dbt"},
        deps=[dg.AssetKey.from_user_string(name) for name in upstream],
        description="All models of the dbt project, built together.",
    )
    def build(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> dg.MaterializeResult[Any]:
        manifest = _as_dbt_wrote_it(project)
        with exclusive(project.databases), observing(context):
            invocation = dbt.cli(["build", *_partition_variables(context)], raise_on_error=False)
            try:
                invocation.wait()
                error = invocation.get_error()
                if error is not None:
                    raise error
            finally:
                results = Path(invocation.target_path) / "run_results.json"
                if results.exists():
                    emit_dbt_results(results, manifest, context)
        models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
        return dg.MaterializeResult(metadata={"models": len(models)})

    return build


def has_profiles(directory: Path) -> bool:
    """Whether a dbt project brings its own profiles.yml."""
    return os.path.isfile(directory / "profiles.yml")
