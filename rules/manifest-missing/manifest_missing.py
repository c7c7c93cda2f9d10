"""The dbt manifest is not there yet."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, dbt_folders, promised_keys


def check(project: Project) -> Iterator[Problem]:
    """At most one problem; none where there is no dbt project that could write it either, which is an error."""
    dbt, defect = project.declarations.dbt, project.manifest_defect
    if dbt is None or defect is None or defect.kind != "missing":
        return
    folder = next(iter(dbt_folders(project)), None)
    if folder is None or folder.found is not None:
        by_files = promised_keys(project) is not None
        yield Problem(
            At((*dbt.route, "manifest_path")),
            f'the dbt manifest "{dbt.manifest_path}" does not exist yet; what refers to dbt models is '
            + ("held against the names of their files" if by_files else "not checked"),
            help='run "floe compile" (or "dbt parse") to write it',
        )
