"""Names of ops: Dagster wants every op and every graph of a project to have its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from floe_lint.format.floe_yaml import Job


def names_of(definitions: Iterable[Any]) -> Iterator[str]:
    """The names that assets, asset checks and jobs take up: those of their ops and graphs."""
    for definition in definitions:
        if isinstance(definition, dg.AssetsDefinition):
            if definition.is_executable:
                yield from (node.name for node in definition.node_def.iterate_node_defs())
        elif isinstance(definition, dg.JobDefinition):
            yield from (node.name for node in definition.graph.iterate_node_defs())
        elif hasattr(definition, "name"):
            yield definition.name


def op_names(jobs: Iterable[Job], targets: Mapping[str, Any], taken: Collection[str]) -> dict[str, str]:
    """The name of the op of each ops job.

    A function's op is called by the job and the last part of ``target_function``: what is called need not have a
    name. An op keeps its own where nothing else has it.
    """
    used = set(taken)
    owners: dict[str, dg.OpDefinition] = {}
    for target in targets.values():
        if isinstance(target, dg.OpDefinition) and target.name not in used:
            owners.setdefault(target.name, target)
    used.update(owners)
    names: dict[str, str] = {}
    for job in jobs:
        if job.name not in targets:
            continue
        target = targets[job.name]
        if isinstance(target, dg.OpDefinition) and owners.get(target.name) is target:
            names[job.name] = target.name
            continue
        name = f"{job.name}__{str(job.target_function).rpartition('.')[2]}"
        while name in used:
            name += "_"
        used.add(name)
        names[job.name] = name
    return names
