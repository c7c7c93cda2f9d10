"""The dbt manifest cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.dbt.manifest import ManifestDefect
from floe_lint.findings.problem import At, Problem
from floe_lint.project.project import Project


def check(project: Project) -> Iterator[Problem]:
    """At most one problem."""
    dbt, manifest = project.declarations.dbt, project.catalog.manifest
    if dbt is not None and isinstance(manifest, ManifestDefect) and manifest.kind != "missing":
        yield Problem(
            At((*dbt.route, "manifest_path")),
            f'the dbt manifest "{dbt.manifest_path}" {manifest.reason}',
            help='run "floe compile" (or "dbt parse") to write it anew',
        )
