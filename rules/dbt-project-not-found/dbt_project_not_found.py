"""There is no dbt project where floe.yaml says."""

from __future__ import annotations

import os
from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, dbt_folders


def check(project: Project) -> Iterator[Problem]:
    """One problem for each folder without a dbt project, and one for a folder of profiles that is not there."""
    dbt = project.declarations.dbt
    profiles = None if dbt is None else dbt.profiles_dir
    if dbt is not None and profiles is not None and _is_lost(profiles, project):
        yield Problem(
            At((*dbt.route, "profiles_dir")),
            f'there is no folder "{profiles}", where dbt would look for its profiles',
            severity="warning",
        )
    for folder in dbt_folders(project):
        if folder.found is not None:
            continue
        if folder.is_named:
            yield Problem(At(folder.route), f'there is no dbt project in "{folder.path}": it has no dbt_project.yml')
        elif project.manifest is not None:
            yield Problem(
                At(folder.route, key=True),
                'there is no dbt_project.yml beside floe.yaml; name the folder of the dbt project with "project_dir"',
            )


def _is_lost(path: str, project: Project) -> bool:
    """Whether a folder that comes with the project is not there: those of a machine may only be where it runs."""
    is_of_the_machine = path.startswith("~") or os.path.isabs(path)
    return not is_of_the_machine and project.files.find_folder(path) is None
