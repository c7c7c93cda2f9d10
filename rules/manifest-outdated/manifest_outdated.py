"""The dbt manifest is older than the models."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, newer_than_manifest


def check(project: Project) -> Iterator[Problem]:
    """At most one problem, naming the newest model."""
    dbt, newer = project.declarations.dbt, newer_than_manifest(project)
    if dbt is not None and newer is not None:
        yield Problem(
            At((*dbt.route, "manifest_path")),
            f'the dbt manifest "{dbt.manifest_path}" is older than "{newer}"; run "floe compile" to write it anew',
        )
