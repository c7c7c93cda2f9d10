"""A module of the project is not valid Python."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, FunctionProblem, ModuleFile, Problem, Project, Related


def check(project: Project) -> Iterator[Problem]:
    """One problem for each module that cannot be parsed, at the place that Python names.

    What a newer Python may read is no error; of asset modules the catalog says that they are not known.
    """
    named = [(module.name, module.route, module.found) for module in project.catalog.modules]
    listed = len(named)
    for edge in project.graph.edges:
        if edge.kind == "calls" and isinstance(edge.at, At):
            problem = project.files.function(edge.target.name)
            if isinstance(problem, FunctionProblem) and problem.kind in ("syntax", "unread"):
                named.append((problem.part, edge.at.route, project.files.module(problem.part)))
    seen: set[str] = set()
    for number, (name, route, found) in enumerate(named):
        if not isinstance(found, ModuleFile) or found.path in seen:
            continue
        seen.add(found.path)
        defect = project.files.module_facts(found).syntax_error
        if defect is not None and defect.newer is not None:
            if number >= listed:
                yield Problem(defect.place, f'module "{name}" {defect.phrase}', severity="info")
        elif defect is not None:
            yield Problem(
                defect.place,
                f'module "{name}" is not valid Python: {defect.message}',
                related=(Related(At(route), "named here"),),
            )
