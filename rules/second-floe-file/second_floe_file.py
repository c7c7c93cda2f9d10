"""There is a floe.yml beside floe.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, is_beside


def check(project: Project) -> Iterator[Problem]:
    """At most one problem, at the beginning of floe.yaml."""
    if project.floe.path.endswith("floe.yaml") and is_beside(project, "floe.yml"):
        yield Problem(
            At(("name",), key=True),
            'there is a "floe.yml" beside this file, which nothing reads; move what is needed here and remove it',
        )
