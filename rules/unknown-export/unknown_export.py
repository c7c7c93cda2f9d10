"""A module takes from Dagster or from the loader what these do not have."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, unknown_exports


def check(project: Project) -> Iterator[Problem]:
    """One problem for each name, at its place in the import or behind the dot."""
    for one in unknown_exports(project.loaded_modules):
        way_out = f'did you mean "{one.near}"?' if one.near else "leave it out, or import it from where it is"
        if one.name is None:
            what = f'"{one.library}", which was not found'
        elif one.library == "dagster":
            what = f'"{one.name}" from "dagster", which Dagster 1.13 does not have'
            if one.instead:
                way_out = f'"{one.instead}" took its place'
        else:
            what = f'"{one.name}" from "{one.library}", which does not have it'
        uncertain = one.near == "dagster_dbt" or (one.name and one.library == "dagster")
        message = f'module "{one.importer}" imports {what}; {way_out}'
        yield Problem(one.place, message, severity="warning" if uncertain else None)
