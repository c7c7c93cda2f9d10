"""Where the dbt project of a floe project is, and whether it has changed since its manifest was written."""

from __future__ import annotations

import os

from floe_lint.disk import filesystem
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.project import Project

PROVISIONAL = 'dbt models are known by their files only; run "floe compile" (or "dbt parse") to know them'
"""What a problem says that rests on ``promised_keys``."""


class DbtFolder(NamedTuple):
    """A folder that floe.yaml names for dbt. ``found`` is ``None`` where there is no dbt_project.yml in it.

    ``route`` is where it is named; where it is not, that of the section it follows from.
    """

    path: str
    found: str | None
    route: Route
    is_named: bool


def dbt_folders(project: Project) -> list[DbtFolder]:
    """The folder of ``orchestration.dbt`` first, then those of the dbt transforms.

    ``dbt.project_dir``, else the path of the first dbt transform, else the folder of floe.yaml.
    """
    named: list[tuple[str, Route, bool]] = []
    transforms = [
        (entry.path, (*entry.route, "path"), True)
        for entry in project.floe_file.transforms
        if entry is not None and entry.path is not None
    ]
    dbt = project.declarations.dbt
    if dbt is not None and dbt.is_known("project_dir"):
        if dbt.project_dir is not None:
            named.append((dbt.project_dir, (*dbt.route, "project_dir"), True))
        elif not transforms:
            named.append((".", dbt.route, False))
    named.extend(transforms)
    return [
        DbtFolder(path=path, found=_find(project, path), route=route, is_named=is_named)
        for path, route, is_named in named
    ]


def promised_keys(project: Project) -> frozenset[str] | None:
    """The keys that dbt's files promise, where the manifest is all that is missing to know every asset.

    ``None`` where the manifest is there, where something else is unknown too, or where the files do not tell.
    """
    dbt = project.declarations.dbt
    causes = [unknown.cause for unknown in project.catalog.unknowns]
    folder = next((folder.found for folder in dbt_folders(project)), None)
    if dbt is None or folder is None or causes != ["manifest"]:
        return None
    promised = project.files.promised_keys(folder)
    if dbt.observability_level != "job_level" or promised.keys is None:
        return promised.keys
    return frozenset({promised.project_name or "dbt", *(key for key in promised.keys if "/" in key)})


def newer_than_manifest(project: Project) -> str | None:
    """The newest of the dbt project's models that changed after the manifest was written, relative to its folder."""
    dbt, manifest = project.declarations.dbt, project.manifest
    if dbt is None or dbt.manifest_path is None or manifest is None:
        return None
    path = project.files.find_path(dbt.manifest_path)
    folder = next((folder.found for folder in dbt_folders(project)), None)
    if path is None or folder is None:
        return None
    from floe_lint.dbt.age import FOLDERS, is_older_than_models

    return is_older_than_models(path, folder, {*FOLDERS, *manifest.folders})


def _find(project: Project, path: str) -> str | None:
    marker = os.path.join(path, "dbt_project.yml")
    found = project.files.find_path(marker, filesystem.is_file)
    return None if found is None else os.path.dirname(found)
