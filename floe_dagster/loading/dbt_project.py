"""The dbt part of a project: where it is, its assets and its resource."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from floe_dagster.loading.dbt import DbtProject, dbt_resource, has_profiles, model_assets, project_asset
from floe_dagster.loading.dbt_profile import compute_settings, database_files, write_profile
from floe_lint.project.project import Project
from floe_lint.yaml.data import to_data


def locate_dbt(project: Project, folder: Path) -> DbtProject:
    """The dbt project that floe.yaml describes.

    Its folder is ``project_dir``, else the ``path`` of the first dbt transform, else the folder of floe.yaml.
    Profiles come from ``profiles_dir`` (``~`` is the home folder), else from the dbt project itself.
    """
    dbt = project.declarations.dbt
    assert dbt is not None
    transform = next((item for item in project.floe_file.transforms if item is not None), None)
    path, target = (None, None) if transform is None else (transform.path, transform.target)
    directory = _resolved(project, dbt.project_dir or path or ".", folder)
    manifest = _resolved(project, dbt.manifest_path or "target/manifest.json", folder)
    profiles = None
    if dbt.profiles_dir is not None:
        profiles = _resolved(project, dbt.profiles_dir, folder)
    elif has_profiles(directory):
        profiles = directory
    return DbtProject(directory=directory, manifest=manifest, profiles_dir=profiles, target=dbt.target or target)


def profile_secrets(
    project: Project, located: DbtProject, platform: Mapping[str, Any] | None = None
) -> tuple[tuple[str, str], ...]:
    """The secrets that dbt's profile needs, variable and reference; a profile of the project's own has none."""
    if located.profiles_dir is not None:
        return ()
    settings = compute_settings(_settings(project, platform), str(project.floe_file.compute))
    return tuple(sorted(settings.secrets.items()))


def _settings(project: Project, platform: Mapping[str, Any] | None) -> Mapping[str, Any]:
    settings = to_data(project.platform, None) if platform is None and project.platform is not None else platform
    return settings if isinstance(settings, Mapping) else {}


def _resolved(project: Project, path: str, folder: Path) -> Path:
    found = project.files.find_path(path)
    return Path(found).resolve() if found is not None else (folder / Path(path).expanduser()).resolve()


def profiles_folder(
    project: Project, located: DbtProject, folder: Path, platform: Mapping[str, Any] | None = None
) -> Path:
    """The folder of the profiles that dbt is given; where the project brings none, one is written first."""
    if located.profiles_dir is not None:
        return located.profiles_dir
    file = project.floe_file
    profiles = {"compute": str(file.compute), "catalog": str(file.catalog), "storage": str(file.storage)}
    return write_profile(located.directory, located.target, _settings(project, platform), profiles, folder)


def dbt_definitions(
    project: Project,
    partitions: Mapping[str, dg.PartitionsDefinition[Any]],
    platform: Mapping[str, Any],
    folder: Path,
) -> tuple[list[dg.AssetsDefinition], Any, list[str]]:
    """The assets of the dbt project, the resource ``dbt`` that runs it, and the DuckDB files that it writes."""
    located = locate_dbt(project, folder)
    known = project.catalog.dbt
    dbt = project.declarations.dbt
    assert known is not None
    assert dbt is not None
    profiles = profiles_folder(project, located, folder, platform)
    located = located._replace(secrets=profile_secrets(project, located, platform))
    resource = dbt_resource(located, profiles)
    databases = database_files(profiles, located.directory, located.target)
    located = located._replace(databases=tuple(databases))
    if dbt.observability_level == "job_level":
        asset = next(asset for asset in project.catalog.assets if asset.origin == "dbt")
        models = [project_asset(asset.key, located, [dep.key for dep in asset.deps])]
    else:
        models = model_assets(located, known, project.declarations.patterns, partitions)
    return models, resource, databases
