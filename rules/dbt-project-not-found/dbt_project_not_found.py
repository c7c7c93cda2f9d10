"""There is no dbt project where floe.yaml says."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.dbt_manifest.manifest import Manifest
from floe_lint.problem import At, Problem
from floe_lint.project.dbt_folder import dbt_folders
from floe_lint.project.project import Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each folder without a dbt project."""
    for folder in dbt_folders(project):
        if folder.found is not None:
            continue
        if folder.is_named:
            yield Problem(At(folder.route), f'there is no dbt project in "{folder.path}": it has no dbt_project.yml')
        elif isinstance(project.catalog.manifest, Manifest):
            yield Problem(
                At(folder.route, key=True),
                'there is no dbt_project.yml beside floe.yaml; name the folder of the dbt project with "project_dir"',
            )
