"""Which parameters of an asset's function are upstream assets.

As ``dagster._core.definitions.decorators.decorator_assets_definition_builder`` has it: all that can be given by
position or by name, but for a first one called ``context``, ``config``, and those annotated as resources.
"""

from __future__ import annotations

import ast
import sys
from typing import Literal

from floe_lint.dagster.api_arguments import CONFIG_NAME, CONTEXT_NAMES
from floe_lint.dagster.api_names import RESOURCE_MARK, is_resource_class, last
from floe_lint.python.origins import is_dagster
from floe_lint.python.values import Class, Const, Function, Origin, Subscripted, Value

_DATA_LIBRARIES = frozenset(
    "attrs builtins duckdb geopandas google ibis msgspec narwhals numpy pandas pandera polars pyarrow pydantic "
    "pyiceberg pyspark scipy shapely sklearn torch typing_extensions xarray".split()
)

Meaning = Literal["resource", "data", "unknown"]


def upstream_parameters(function: Function) -> tuple[list[ast.arg], list[ast.arg]]:
    """The parameters that name upstream assets, and those whose type is needed and not known."""
    upstream, doubtful = [], []
    for parameter in _besides_the_context(function):
        meaning = "data" if parameter.annotation is None else _meaning(parameter.annotation, function)
        if meaning == "data":
            upstream.append(parameter)
        elif meaning == "unknown":
            doubtful.append(parameter)
    return upstream, doubtful


def resource_parameters(function: Function) -> list[ast.arg]:
    """The parameters that are annotated as resources."""
    return [
        parameter
        for parameter in _besides_the_context(function)
        if parameter.annotation is not None and _meaning(parameter.annotation, function) == "resource"
    ]


def _besides_the_context(function: Function) -> list[ast.arg]:
    """The parameters but for the context and the config."""
    arguments = function.node.args
    everything = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parameters = list(arguments.args)
    if everything and everything[0].arg in CONTEXT_NAMES and parameters and parameters[0] is everything[0]:
        parameters = parameters[1:]
    return [parameter for parameter in parameters if parameter.arg != CONFIG_NAME]


def _meaning(annotation: ast.expr, function: Function, depth: int = 0) -> Meaning:
    if isinstance(annotation, ast.BinOp):
        # A union is no class, so Dagster does not take it for a resource.
        return "data"
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str) and depth < 5:
        try:
            parsed = ast.parse(annotation.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return "unknown"
        for inner in ast.walk(parsed):
            ast.copy_location(inner, annotation)
        return _meaning(parsed, function, depth + 1)
    return _of_type(function.scope.evaluate(annotation), 0)


def _of_type(value: Value, depth: int) -> Meaning:
    if isinstance(value, Origin):
        return _of_origin(value.name)
    if isinstance(value, Class):
        if depth > 20:
            return "unknown"
        meanings = [
            _of_type(value.scope.evaluate(base), depth + 1)
            for base in value.node.bases
            if not isinstance(base, ast.Starred)
        ]
        if "resource" in meanings:
            return "resource"
        return "unknown" if "unknown" in meanings else "data"
    if isinstance(value, Subscripted):
        meaning = _of_type(value.base, depth + 1)
        if last(getattr(value.base, "name", "")) == "Annotated":
            marks = [mark for mark in value.arguments[1:] if isinstance(mark, Const)]
            return "resource" if [mark.value for mark in marks] == [RESOURCE_MARK] else "data"
        return meaning
    return "data" if isinstance(value, (Const, Function)) else "unknown"


def _of_origin(name: str) -> Meaning:
    top, own = name.partition(".")[0], last(name)
    if is_dagster(name):
        if is_resource_class(name):
            return "resource"
        return "data" if top in ("dagster", "floe_dagster") else "unknown"
    if top in _DATA_LIBRARIES or top in sys.stdlib_module_names:
        return "data"
    return "data" if own in ("DataFrame", "Series", "LazyFrame", "Table", "ndarray") else "unknown"
