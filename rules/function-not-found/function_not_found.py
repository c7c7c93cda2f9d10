"""A function that floe.yaml names does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import FunctionProblem, Problem, Project, spelling


def check(project: Project) -> Iterator[Problem]:
    """One problem for each function whose module or name is not there."""
    for edge in project.graph.edges:
        if edge.kind != "calls":
            continue
        found = project.files.function(edge.target.name)
        if not isinstance(found, FunctionProblem) or found.kind not in ("module", "attribute"):
            continue
        what = f'{edge.source.kind} "{edge.source.name}" calls "{edge.target.name}"'
        missing = "module" if found.kind == "module" else "function"
        way_out = f'; did you mean "{found.near}"?' if found.near else ""
        message = f'{what}, but there is no {missing} "{found.part}"{way_out}'
        yield Problem(edge.at, message, fix=spelling(edge.at, edge.target.name, found.near))
