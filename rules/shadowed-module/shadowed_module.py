"""A module of the project has a name that Python takes for another module."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, ModuleFile, Problem, Project, shadowed_modules, taken_by, whose


def check(project: Project) -> Iterator[Problem]:
    """One problem for each name in floe.yaml, and for each import."""
    named = [(module.name, At(module.route), module.found) for module in project.catalog.modules]
    for edge in project.graph.edges:
        if edge.kind == "calls" and isinstance(edge.at, At):
            module = edge.target.name.rpartition(".")[0]
            named.append((module, edge.at, project.files.module(module)))
    for name, at, found in named:
        if isinstance(found, ModuleFile) and (taken := taken_by(found)) is not None:
            yield Problem(at, f'module "{name}" {_message(taken)}')
    for one in shadowed_modules(project.loaded_modules):
        yield Problem(one.place, f'module "{one.importer}" imports "{one.module}", which {_message(one.taken)}')


def _message(taken: str) -> str:
    what = f'cannot be imported: Python takes "{taken}" for {whose(taken)}'
    return f'{what}; rename "{taken}" in the project'
