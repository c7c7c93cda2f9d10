"""Which resources an asset's function needs, by the key under which Dagster looks for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from floe_lint.dagster.api_arguments import CONFIG_NAME, CONTEXT_NAMES
from floe_lint.dagster.api_names import GRAPHS
from floe_lint.python.attributes import Attributes
from floe_lint.python.facts import ResourceUse
from floe_lint.python.values import Const, Function, Items, plain


def resources_of(decorator: str, attributes: Attributes, function: Function) -> tuple[ResourceUse, ...]:
    """The resources that are surely needed, in the order of the text: none where the asset brings its own."""
    if function.scope.conditional or attributes.given("resource_defs") is not None:
        return ()
    uses = [*_keys(attributes), *_parameters(decorator, attributes, function)]
    return tuple({use.key: use for use in reversed(uses)}.values())[::-1]


def _keys(attributes: Attributes) -> Iterator[ResourceUse]:
    given = attributes.given("required_resource_keys")
    if given is not None and isinstance(given.value, Items):
        for item in given.value.items or ():
            if isinstance(item.value, Const) and isinstance(item.value.value, str):
                yield ResourceUse(item.value.value, item.place)
    manager = attributes.given("io_manager_key")
    if manager is not None:
        key = plain(manager.value)
        if isinstance(key, str):
            yield ResourceUse(key, manager.place)


def _parameters(decorator: str, attributes: Attributes, function: Function) -> Iterator[ResourceUse]:
    if function.changed_by or decorator in GRAPHS:
        return
    if decorator == "floe_asset":
        parameters = _by_name(attributes, function)
    else:
        from floe_lint.python.parameters import resource_parameters

        parameters = resource_parameters(function)
    for parameter in parameters:
        yield ResourceUse(parameter.arg, function.scope.outline.place(parameter))


def _by_name(attributes: Attributes, function: Function) -> list[ast.arg]:
    """Those of ``@floe_asset``, whose parameters are resources (``floe_dagster.decorator``)."""
    ins = attributes.given("ins")
    known = {} if ins is None else getattr(ins.value, "entries", None)
    if known is None:
        return []
    arguments = function.node.args
    by_position = [*arguments.posonlyargs, *arguments.args]
    needed = by_position[: len(by_position) - len(arguments.defaults)]
    needed += (
        parameter
        for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    )
    return [parameter for parameter in needed if parameter.arg not in _NO_RESOURCES and parameter.arg not in known]


_NO_RESOURCES = CONTEXT_NAMES | {CONFIG_NAME}
"""Parameters that get the context, or with the right type a config."""
