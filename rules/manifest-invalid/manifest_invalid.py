"""The dbt manifest cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """At most one problem."""
    dbt, defect = project.declarations.dbt, project.manifest_defect
    if dbt is not None and defect is not None and defect.kind != "missing":
        yield Problem(
            At((*dbt.route, "manifest_path")),
            f'the dbt manifest "{dbt.manifest_path}" {defect.reason}',
            help='run "floe compile" (or "dbt parse") to write it anew',
        )
