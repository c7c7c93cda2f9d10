"""A target function is something that cannot be called."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import FunctionProblem, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each target that is a constant or an asset."""
    assets = {asset.place: asset.key for asset in project.catalog.assets if asset.origin == "python"}
    for edge in project.graph.edges:
        if edge.kind != "calls":
            continue
        found = project.files.function(edge.target.name)
        what = f'{edge.source.kind} "{edge.source.name}" calls "{edge.target.name}", which is'
        if isinstance(found, FunctionProblem):
            if found.kind == "not_callable":
                yield Problem(edge.at, f"{what} a constant, not a function")
        elif found.place in assets:
            key = assets[found.place]
            yield Problem(edge.at, f'{what} an asset, not a function; run it with a batch job that selects "{key}"')
