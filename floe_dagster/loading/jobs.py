"""Batch and ops jobs."""

# No postponed annotations here: Dagster reads those of the functions below, and takes only the classes themselves.

import asyncio
import inspect
import warnings
from collections.abc import Callable, Mapping
from functools import partial, reduce
from operator import or_
from typing import Any

import dagster as dg

from floe_lint.dagster.selection.dagster_form import to_dagster
from floe_lint.dagster.selection.syntax import parse_selection
from floe_lint.dagster.selection.tokens import SelectionError
from floe_lint.format.floe_yaml import Job
from floe_lint.python.functions import JOB_CONTEXT_NAMES

KeyOf = Callable[[str], str | None]


def batch_job(job: Job, key_of: KeyOf, executor: dg.ExecutorDefinition | None) -> Any:
    """An asset job over the union of the job's terms, each in the form that Dagster reads as we do."""
    return dg.define_asset_job(
        name=job.name,
        selection=asset_selection(job, key_of),
        description=job.description,
        tags=job.tags or None,
        executor_def=executor,
    )


def asset_selection(job: Job, key_of: KeyOf) -> dg.AssetSelection:
    """The union of a job's terms."""
    selections = []
    for term in job.selection:
        assert term is not None
        expression = parse_selection(term)
        assert not isinstance(expression, SelectionError)
        with warnings.catch_warnings():
            # Dagster warns of its own use of what it calls beta.
            warnings.simplefilter("ignore", category=dg.BetaWarning)
            selections.append(dg.AssetSelection.from_string(to_dagster(expression, key_of)))
    # Dagster refuses a job whose selection holds an external asset, whatever else it holds.
    return reduce(or_, selections) & dg.AssetSelection.all()


def ops_job(
    job: Job, target: Any, name: str, resources: frozenset[str], executor: dg.ExecutorDefinition | None
) -> dg.JobDefinition:
    """A job of one op, called ``name``, that calls the target function.

    ``args`` are the op's config: typed, with the values of floe.yaml as defaults, to be seen and changed in the
    launchpad. Parameters named like a resource receive it. A function that is an op already is used as it is,
    with ``args`` as its config, and has its own name in the launchpad whatever ``name`` is.
    """
    config = None
    if isinstance(target, dg.OpDefinition):
        op = target if target.name == name else target.with_replaced_properties(name=name)
        shown = dg.NodeInvocation(name, alias=target.name)
        graph = dg.GraphDefinition(name=job.name, node_defs=[op], dependencies={shown: {}})
        if job.args:
            config = dg.RunConfig(ops={target.name: {"config": job.args}})
    else:
        graph = dg.GraphDefinition(name=job.name, node_defs=[_wrap(job, target, name, resources)])
    return graph.to_job(
        name=job.name,
        description=job.description,
        tags=job.tags or None,
        config=config,
        executor_def=executor,
    )


def _wrap(job: Job, function: Callable[..., Any], name: str, resources: frozenset[str]) -> dg.OpDefinition:
    parameters = _parameters(function)
    takes_context = next(iter(parameters), "") in JOB_CONTEXT_NAMES
    takes_any = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters.values())
    wanted = [name for name in parameters if name in resources and name not in job.args]
    accepted = [name for name in job.args if name in parameters or takes_any]

    @dg.op(
        name=name,
        description=inspect.getdoc(function.func if isinstance(function, partial) else function),
        config_schema={
            name: dg.Field(config_type(job.args[name]), is_required=False, default_value=job.args[name])
            for name in accepted
        }
        if accepted
        else None,
        required_resource_keys=set(wanted),
        out=dg.Out(dg.Nothing),
        ins={},
    )
    def call(context: dg.OpExecutionContext) -> None:
        arguments = dict(context.op_config or {}) if accepted else {}
        arguments.update({name: getattr(context.resources, name) for name in wanted})
        result = function(context, **arguments) if takes_context else function(**arguments)
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        if inspect.isgenerator(result):
            # Only going through a generator runs its body.
            result = list(result)
        if isinstance(result, dict):
            context.log.info(f"{job.target_function} returned {result}")

    return call


def _parameters(function: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    """The parameters of a callable; any keyword where it does not tell them, as some that are written in C."""
    try:
        return inspect.signature(function).parameters
    except ValueError:
        return {"arguments": inspect.Parameter("arguments", inspect.Parameter.VAR_KEYWORD)}


def config_type(value: Any) -> Any:
    """The Dagster config type that fits a default value; lists and mappings keep their items' types open."""
    if isinstance(value, bool):
        return bool
    if isinstance(value, int):
        return int
    if isinstance(value, float):
        return float
    if isinstance(value, str):
        return str
    if isinstance(value, list):
        kinds = {config_type(item) for item in value if not isinstance(item, (list, dict)) and item is not None}
        simple = all(not isinstance(item, (list, dict)) and item is not None for item in value)
        return [kinds.pop()] if simple and len(kinds) == 1 else list
    if isinstance(value, dict):
        return dict
    return dg.Noneable(dg.Any)
