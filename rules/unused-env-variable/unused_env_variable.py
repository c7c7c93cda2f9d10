"""A variable that an env file sets, but that no configuration file uses."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, nearest


def check(project: Project) -> Iterator[Problem]:
    """One problem for each variable of the env file that is not used."""
    places = project.environment.places
    if not places or any(document.defects and document.root is None for _, document in project.documents):
        return
    used = project.variables | project.environment.taken
    for name, place in places.items():
        if name not in used:
            near = nearest(name, [other for other in used if other not in places])
            way_out = f'; did you mean "{near}"?' if near else ""
            yield Problem(
                place,
                f'variable "{name}" is set here, but neither floe.yaml nor platform.yaml uses it{way_out}',
            )
