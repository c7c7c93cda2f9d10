"""args and the parameters of the function do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.rules import (
    JOB_CONTEXT_NAMES,
    At,
    FunctionProblem,
    Problem,
    Project,
    Related,
    Route,
    check_arguments,
    nearest,
    spelling,
)

RESOURCES = ("catalog", "dbt")


def check(project: Project) -> Iterator[Problem]:
    """One problem for each argument that does not fit and each one that is missing."""
    for job in project.declarations.jobs.values():
        if job.target_function is not None:
            yield from _check(project, f'job "{job.name}"', job.route, job.target_function, job.args, is_sensor=False)
    for sensor in project.declarations.sensors.values():
        if sensor.target_function is not None:
            what = f'sensor "{sensor.name}"'
            yield from _check(project, what, sensor.route, sensor.target_function, sensor.args, is_sensor=True)


def _check(
    project: Project, what: str, route: Route, target: str, args: Mapping[str, Any], *, is_sensor: bool
) -> Iterator[Problem]:
    function = project.files.function(target)
    # The arguments of an op are its config, which only Dagster can judge; an asset cannot be called at all.
    if isinstance(function, FunctionProblem) or function.is_op or function.is_class:
        return
    if any(asset.place == function.place for asset in project.catalog.assets):
        return
    takes_context = bool(function.parameters) and function.parameters[0].name in JOB_CONTEXT_NAMES
    leading = 1 if is_sensor or takes_context else 0
    found = check_arguments(function, args, leading, RESOURCES)
    names = [parameter.name for parameter in function.parameters[leading:] if parameter.kind != "positional_only"]
    unnamed = {parameter.name for parameter in function.parameters if parameter.kind == "positional_only"}
    related = (Related(function.place, f'"{function.name}" is defined here'),)
    for name in found.unexpected:
        left = [other for other in names if other not in args]
        near = nearest(name, left)
        at = At((*route, "args", name), key=True)
        known = ", ".join(f'"{other}"' for other in names if other not in RESOURCES) or "nothing but the context"
        way_out = f'did you mean "{near}"?' if near else f"it takes {known}"
        if name in unnamed:
            reason = 'which takes it by position only; remove the "/" from its parameters'
        else:
            reason = f"which has no such parameter; {way_out}"
        yield Problem(
            at,
            f'{what} gives "{name}" to "{target}", {reason}',
            related=related,
            fix=spelling(at, name, near, left),
        )
    if found.unexpected:
        # A misspelt argument is most often the missing one.
        return
    annotations = {parameter.name: parameter.annotation for parameter in function.parameters}
    for name in found.missing:
        annotation = annotations[name]
        if "Resource" in annotation:
            continue
        way_out = "make it the first parameter" if name in JOB_CONTEXT_NAMES and not is_sensor else 'add it to "args"'
        yield Problem(
            At((*route, "target_function")),
            f'{what} does not give "{name}" to "{target}", which has no default for it; {way_out}',
            related=related,
            severity=None if annotation or is_sensor else "warning",
        )
