"""``@floe_asset``: ``@asset`` with resources by parameter name, metadata from dicts, and observability."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, get_type_hints, overload
from weakref import WeakKeyDictionary

import dagster as dg

from floe_dagster.metadata import to_metadata
from floe_dagster.observability.assets import StepOutcome, observing
from floe_lint.dagster.api_arguments import CONFIG_NAME, CONTEXT_NAMES

_resource_param: Any = dg.ResourceParam
_RESOURCE: Any = _resource_param[Any]
_CONTEXTS = (dg.AssetExecutionContext, dg.OpExecutionContext)


@overload
def floe_asset(function: Callable[..., Any], /) -> dg.AssetsDefinition: ...


@overload
def floe_asset(
    *,
    name: str | None = None,
    key: Any = None,
    key_prefix: Any = None,
    group_name: str | None = None,
    description: str | None = None,
    inputs: Iterable[str] = (),
    outputs: Iterable[str] = (),
    deps: Iterable[Any] | None = None,
    ins: Mapping[str, dg.AssetIn] | None = None,
    compute_kind: str | None = None,
    kinds: Iterable[str] | None = None,
    metadata: Mapping[str, Any] | None = None,
    tags: Mapping[str, str] | None = None,
    owners: Iterable[str] | None = None,
    partitions_def: dg.PartitionsDefinition[Any] | None = None,
    automation_condition: dg.AutomationCondition[Any] | None = None,
    required_resource_keys: Iterable[str] | None = None,
    **options: Any,
) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]: ...


def floe_asset(
    function: Callable[..., Any] | None = None,
    /,
    *,
    inputs: Iterable[str] = (),
    outputs: Iterable[str] = (),
    ins: Mapping[str, dg.AssetIn] | None = None,
    kinds: Iterable[str] | None = None,
    metadata: Mapping[str, Any] | None = None,
    required_resource_keys: Iterable[str] | None = None,
    **options: Any,
) -> Any:
    """Declare an asset. Also bare: ``@floe_asset``.

    ``inputs`` and ``outputs`` name the tables that the function reads and writes: they are kept as the
    metadata ``floe/inputs`` and ``floe/outputs`` and used for lineage. Everything else is what
    ``@dagster.asset`` takes.

    Parameters of the function are resources by name (``catalog``), but for ``context``, ``config``, those
    named in ``ins``, and those with a default that is not annotated as a resource. Annotations may be absent,
    postponed or unresolvable.

    A returned dict becomes the metadata of the materialization and None an empty one. ``MaterializeResult``
    and ``Output`` pass through; any other value goes to the IO manager, as with ``@asset``. Every run emits a
    span and OpenLineage events, and never fails because of them.

    Raises:
        TypeError: the function is a coroutine, or ``inputs`` or ``outputs`` is not a list of names.
        Whatever ``@dagster.asset`` raises for arguments it refuses.
    """
    reads, writes = _names("inputs", inputs), _names("outputs", outputs)
    described = dict(metadata or {})
    if reads:
        described["floe/inputs"] = dg.MetadataValue.json(reads)
    if writes:
        described["floe/outputs"] = dg.MetadataValue.json(writes)
    options |= {"ins": ins, "metadata": described or None, "kinds": None if kinds is None else set(kinds)}

    def decorate(body: Callable[..., Any]) -> dg.AssetsDefinition:
        if inspect.iscoroutinefunction(body) or inspect.isasyncgenfunction(body):
            raise TypeError(f'"{body.__name__}" is async; @floe_asset takes plain functions, @dagster.asset async ones')
        compute = _compute(body, reads, writes, ins or {}, set(required_resource_keys or ()))

        def make(upstream: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
            deps = [*(options.get("deps") or ()), *upstream]
            made: dg.AssetsDefinition = dg.asset(**{**options, "deps": deps or None})(compute)
            return made

        _MAKERS[compute] = make
        return make(())

    return decorate if function is None else decorate(function)


_MAKERS: WeakKeyDictionary[Callable[..., Any], Callable[[Sequence[dg.AssetKey]], dg.AssetsDefinition]] = (
    WeakKeyDictionary()
)
"""How the asset of each function was made, to make it again with further dependencies. Dagster copies definitions
when it loads them, but not their functions."""


def with_upstream(asset: dg.AssetsDefinition, upstream: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """A ``@floe_asset`` that also depends on ``upstream``, so that a run executes it after them.

    ``map_asset_specs`` would add the dependency to the graph only: the order of a run follows the inputs of the
    op, which are fixed when the asset is made. An asset of another kind comes back as it is.
    """
    if not upstream or not asset.is_executable or not isinstance(asset.node_def, dg.OpDefinition):
        return asset
    compute = getattr(asset.node_def.compute_fn, "decorated_fn", None)
    make = None if compute is None else _MAKERS.get(compute)
    return asset if make is None else make(upstream)


def _names(what: str, value: Iterable[str]) -> list[str]:
    names = [] if value is None or isinstance(value, str) else list(value)
    if isinstance(value, str) or not all(isinstance(name, str) and name for name in names):
        raise TypeError(f'@floe_asset: {what} is a list of table names, e.g. {what}=["bronze.customers"]')
    return names


def _compute(
    body: Callable[..., Any],
    reads: list[str],
    writes: list[str],
    ins: Mapping[str, Any],
    extra_resources: set[str],
) -> Callable[..., Any]:
    """The function that Dagster sees: its parameters are annotated so that Dagster injects the resources."""
    parameters = _parameters(body, ins)
    extra = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, annotation=_RESOURCE)
        for key in sorted(extra_resources - {parameter.name for parameter in parameters})
    ]
    accepted = {parameter.name for parameter in parameters}
    context_name = parameters[0].name if parameters and parameters[0].name in CONTEXT_NAMES else None
    signature = inspect.Signature([*parameters, *extra])

    def call(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        given = signature.bind(*args, **kwargs).arguments
        context = given.get(context_name) if context_name else _current_context()
        return context, {name: value for name, value in given.items() if name in accepted}

    compute: Callable[..., Any]
    if inspect.isgeneratorfunction(body):

        def compute(*args: Any, **kwargs: Any) -> Generator[Any, Any, None]:
            context, given = call(args, kwargs)
            with observing(context, reads, writes) as outcome:
                for event in body(**given):
                    yield _result(event, outcome)

    else:

        def compute(*args: Any, **kwargs: Any) -> Any:
            context, given = call(args, kwargs)
            with observing(context, reads, writes) as outcome:
                return _result(body(**given), outcome)

    compute.__name__, compute.__qualname__ = body.__name__, body.__qualname__
    compute.__module__, compute.__doc__ = body.__module__, body.__doc__
    compute.__annotations__ = {parameter.name: parameter.annotation for parameter in signature.parameters.values()}
    setattr(compute, "__signature__", signature)  # noqa: B010  mypy knows no such attribute
    # Dagster links an asset to its code through this; functools.wraps would bring back the annotations too.
    setattr(compute, "__wrapped__", body)  # noqa: B010
    return compute


def _parameters(body: Callable[..., Any], ins: Mapping[str, Any]) -> list[inspect.Parameter]:
    """The parameters Dagster is shown, each annotated with what it is to inject; ``context`` first."""
    hints = _hints(body)
    shown: list[inspect.Parameter] = []
    for parameter in inspect.signature(body).parameters.values():
        if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
            continue
        name, hint = parameter.name, hints.get(parameter.name)
        plain = inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        if name in CONTEXT_NAMES:
            context = hint if hint in _CONTEXTS else dg.AssetExecutionContext
            shown.insert(0, plain.replace(annotation=context))
        elif name in ins:
            shown.append(plain.replace(annotation=inspect.Parameter.empty if hint is None else hint))
        elif name == CONFIG_NAME and _is_class(hint, dg.Config):
            shown.append(plain.replace(annotation=hint))
        elif parameter.default is inspect.Parameter.empty or _is_class(hint, dg.ConfigurableResource):
            shown.append(plain.replace(annotation=_RESOURCE))
    return shown


def _hints(body: Callable[..., Any]) -> dict[str, Any]:
    """The annotations as objects, one by one: a name only type checkers know must not spoil the others."""
    with suppress(Exception):
        return get_type_hints(body, include_extras=True)
    module = sys.modules.get(body.__module__)
    names = {**vars(module)} if module else dict(getattr(body, "__globals__", {}))
    hints: dict[str, Any] = {}
    for name, annotation in getattr(body, "__annotations__", {}).items():
        with suppress(Exception):
            hints[name] = eval(annotation, names) if isinstance(annotation, str) else annotation
    return hints


def _is_class(hint: Any, base: type) -> bool:
    return isinstance(hint, type) and issubclass(hint, base)


def _current_context() -> Any:
    """The context of a function that does not ask for one; None outside of a run."""
    try:
        return dg.AssetExecutionContext.get()
    except Exception:
        return None


def _result(value: Any, outcome: StepOutcome) -> Any:
    """What Dagster gets for what the function returned or yielded."""
    if value is None:
        return dg.MaterializeResult()
    if isinstance(value, Mapping):
        outcome.metadata = value
        return dg.MaterializeResult(metadata=to_metadata(value))
    if isinstance(value, dg.MaterializeResult):
        outcome.metadata = value.metadata or {}
    return value
