"""The dbt manifest is older than the models."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.dbt.age import FOLDERS, is_older_than_models
from floe_lint.dbt.manifest import Manifest
from floe_lint.findings.problem import At, Problem
from floe_lint.project.dbt_folder import dbt_folders
from floe_lint.project.project import Project


def check(project: Project) -> Iterator[Problem]:
    """At most one problem, naming the newest model."""
    dbt, manifest = project.declarations.dbt, project.catalog.manifest
    if dbt is None or dbt.manifest_path is None or not isinstance(manifest, Manifest):
        return
    path = project.files.find_path(dbt.manifest_path)
    folder = next((folder.found for folder in dbt_folders(project)), None)
    if path is None or folder is None:
        return
    newer = is_older_than_models(path, folder, {*FOLDERS, *manifest.folders})
    if newer is not None:
        yield Problem(
            At((*dbt.route, "manifest_path")),
            f'the dbt manifest "{dbt.manifest_path}" is older than "{newer}"; run "floe compile" to write it anew',
        )
