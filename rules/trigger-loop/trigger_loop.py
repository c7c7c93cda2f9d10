"""Sensors that start each other without end."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, Related, Step

_STATUS = {"STARTED": "start", "SUCCESS": "success", "FAILURE": "failure", "CANCELED": "cancellation"}


def check(project: Project) -> Iterator[Problem]:
    """One problem for each set of sensors that start each other: a shortest loop, from its earliest place."""
    for loop in project.triggers.loops:
        first, *others = loop
        links = [
            f'runs job "{step.job}", {_triggers(step)} sensor "{after.sensor.name}"'
            for step, after in zip(loop, [*others, first], strict=True)
        ]
        yield Problem(
            At((*first.sensor.route, "job")),
            f'sensor "{first.sensor.name}" {", which ".join(links)} again',
            help="take one of the sensors out of the loop, or let it watch what the loop does not cause",
            related=tuple(
                Related(At((*step.sensor.route, "job")), f'sensor "{step.sensor.name}" runs job "{step.job}"')
                for step in others
            ),
        )


def _triggers(step: Step) -> str:
    if step.cause == "status":
        return f"whose {_STATUS.get(step.status or '', 'end')} triggers"
    if step.cause == "asset":
        return f'which materializes "{step.asset}", which triggers'
    cause, *eager = (f'"{key}"' for key in step.through)
    verb = "materializes" if len(eager) == 1 else "materialize"
    return f"which materializes {cause}, after which the eager {' and '.join(eager)} {verb}, which triggers"
