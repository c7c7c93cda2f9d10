"""``FloeDefinitions``: a validated project as Dagster ``Definitions``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from floe_dagster.artifacts import holds
from floe_dagster.catalog_errors import CatalogError
from floe_dagster.loading.assets import implied_upstream, module_assets, module_checks, settle
from floe_dagster.loading.automation import automation_sensor
from floe_dagster.loading.executor import executor
from floe_dagster.loading.functions import import_function, import_judged, make_importable
from floe_dagster.loading.jobs import batch_job, ops_job
from floe_dagster.loading.op_names import names_of, op_names
from floe_dagster.loading.partitions import partitions_definition
from floe_dagster.loading.schedules import schedule
from floe_dagster.loading.sensors import sensor
from floe_dagster.observability.config import ObservabilityConfig, bind
from floe_dagster.project import FloeLoadError, find_floe_file
from floe_dagster.resources import CatalogResource
from floe_dagster.secrets import SecretError
from floe_lint.api import LintError
from floe_lint.kernel.garbage_collection import Uncollected
from floe_lint.validated import InvalidProjectError, ValidatedProject, validate
from floe_lint.yaml.data import to_data


class FloeDefinitions:
    """Makes Dagster definitions of the project that the calling code belongs to."""

    @staticmethod
    def from_compiled_artifacts(
        namespace: str | None = None,
        *,
        floe_file: str | os.PathLike[str] | None = None,
        assets: Iterable[Any] = (),
        asset_checks: Iterable[Any] = (),
        jobs: Iterable[Any] = (),
        schedules: Iterable[Any] = (),
        sensors: Iterable[Any] = (),
        resources: Mapping[str, Any] | None = None,
    ) -> dg.Definitions:
        """Lint the project and, if there is no error, load all of it.

        The project is that of ``floe_file``, or of the floe.yaml nearest to the package ``namespace``, to the
        calling file or to the working directory. What is given in Python is merged in; a resource given here
        replaces the one that the platform would give.

        Raises:
            InvalidProjectError: the project has errors; the message is the lint report. No module of the
                project has been imported then.
            FloeLoadError: there is no floe.yaml, a variable without a default has no value, or a part cannot
                be imported.
        """
        caller = sys._getframe(1).f_code.co_filename
        path = Path(floe_file) if floe_file is not None else find_floe_file(namespace, caller)
        validated = _validated(path)
        return load(
            validated,
            assets=assets,
            asset_checks=asset_checks,
            jobs=jobs,
            schedules=schedules,
            sensors=sensors,
            resources=resources,
        )


def _validated(path: Path) -> ValidatedProject:
    try:
        with Uncollected():
            return validate(str(path), os.environ, lambda project: holds(project, os.environ))
    except InvalidProjectError as error:
        # Without the frames of the linter: the message is all that the user needs.
        raise error.with_traceback(None) from None
    except LintError as error:
        raise FloeLoadError(str(error)) from None


def load(
    validated: ValidatedProject,
    *,
    assets: Iterable[Any] = (),
    asset_checks: Iterable[Any] = (),
    jobs: Iterable[Any] = (),
    schedules: Iterable[Any] = (),
    sensors: Iterable[Any] = (),
    resources: Mapping[str, Any] | None = None,
) -> dg.Definitions:
    """The definitions of a validated project. Raises ``FloeLoadError``."""
    project = validated.project
    file, declarations = project.floe_file, project.declarations
    folder = Path(project.files.folder).resolve()
    make_importable(os.path.abspath(root) for root in project.files.roots)
    platform = platform_settings(validated)
    try:
        observability = ObservabilityConfig.from_platform(
            platform,
            project=str(file.name),
            version=str(file.version),
            project_dir=folder,
            observability={} if file.observability is None else file.observability.settings,
            governance={} if file.governance is None else file.governance.settings,
        )
    except SecretError as error:
        raise FloeLoadError(f'"observability" of platform.yaml: {error}') from None
    bind(observability)
    partitions = {name: partitions_definition(partition_set) for name, partition_set in declarations.partitions.items()}
    modules = [import_judged(project, reference.name) for reference in project.catalog.modules]
    extra_assets = list(assets)
    found = [*module_assets(modules), *extra_assets]
    given = dict(resources or {})
    merged: dict[str, Any] = {}
    databases: list[str] = []
    if declarations.dbt is not None:
        if project.catalog.dbt is None:
            raise FloeLoadError(
                f'the dbt manifest "{declarations.dbt.manifest_path}" does not exist yet; '
                'run "floe compile" to write it'
            )
        from floe_dagster.loading.dbt_project import dbt_definitions

        models, merged["dbt"], databases = dbt_definitions(project, partitions, platform, folder)
        found.extend(models)
    try:
        merged["catalog"] = CatalogResource.from_platform(
            platform,
            catalog=str(file.catalog),
            storage=str(file.storage),
            project_dir=folder,
            databases=databases,
        )
    except (CatalogError, SecretError) as error:
        raise FloeLoadError(str(error)) from None
    merged.update(given)
    settled = settle(found, declarations.patterns, partitions, implied_upstream(project.catalog))
    runs_on = executor(platform.get("execution"))
    key_of = project.selected.index.key_of

    def function_of(path: str) -> Any:
        return import_function(project, path)

    checks = [*module_checks(modules), *asset_checks]
    extra_jobs = list(jobs)
    targets = {
        name: function_of(str(job.target_function)) for name, job in declarations.jobs.items() if job.type == "ops"
    }
    taken = {*declarations.jobs, *names_of([*settled, *checks, *extra_jobs])}
    ops = op_names(declarations.jobs.values(), targets, taken)
    own_jobs: dict[str, Any] = {
        name: batch_job(job, key_of, runs_on)
        if job.type == "batch"
        else ops_job(job, targets[name], ops[name], frozenset(merged), runs_on)
        for name, job in declarations.jobs.items()
    }
    own_sensors = [
        sensor(
            entry,
            own_jobs,
            lambda path: os.path.normpath(project.files.find_path(path) or folder / os.path.expanduser(path)),
            function_of,
            [dg.AssetKey.from_user_string(key_of(name) or name) for name in entry.watched_assets if name is not None],
        )
        for entry in declarations.sensors.values()
    ]
    if any("automation_condition" in pattern.settings for pattern in declarations.patterns):
        own_sensors.append(automation_sensor())
    return dg.Definitions(
        assets=settled,
        asset_checks=checks,
        jobs=[*own_jobs.values(), *extra_jobs],
        schedules=[*(schedule(entry) for entry in declarations.schedules.values()), *schedules],
        sensors=[*own_sensors, *sensors],
        resources=merged,
        executor=runs_on,
    )


def platform_settings(validated: ValidatedProject) -> dict[str, Any]:
    """platform.yaml as it is written: variables and secret references are resolved where they are used."""
    document = validated.project.platform
    data = None if document is None else to_data(document, None)
    return data if isinstance(data, dict) else {}
