"""A module of the project is not valid Python."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, FunctionProblem, ModuleFile, Problem, Project, Related


def check(project: Project) -> Iterator[Problem]:
    """One problem for each module that cannot be parsed, at the place that Python names."""
    named = [(module.name, module.route, module.found) for module in project.catalog.modules]
    for edge in project.graph.edges:
        if edge.kind == "calls" and isinstance(edge.at, At):
            problem = project.files.function(edge.target.name)
            if isinstance(problem, FunctionProblem) and problem.kind == "syntax":
                named.append((problem.part, edge.at.route, project.files.module(problem.part)))
    seen: set[str] = set()
    for name, route, found in named:
        if not isinstance(found, ModuleFile) or found.path in seen:
            continue
        seen.add(found.path)
        defect = project.files.module_facts(found).syntax_error
        if defect is not None:
            yield Problem(
                defect.place,
                f'module "{name}" is not valid Python: {defect.message}',
                related=(Related(At(route), "named here"),),
            )
