"""Annotated field types shared by the schemas.

``context`` tells the boundary rules what a string is for: ``name`` (chosen by the user), ``data``, ``tag``,
``module``, ``time``, ``prose``, ``reference``, ``path``, ``sensor-path``; of free data, ``consumption`` and
``sensor-args``. Strings without a context are checked for everything.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

from floe_lint.dagster.names import GROUP, NAME
from floe_lint.format.coercion import to_boolean, to_integer, to_number


def context(name: str) -> dict[str, Any]:
    """The ``json_schema_extra`` that carries a context into the generated table."""
    return {"x-floe": name}


UNUSED = "Accepted, not used."
"""In the annotation of a field that files in the wild have and that changes nothing in what runs; editors and docs
say so."""


class Root(BaseModel):
    """A mapping whose parts are judged one by one: a defect in one leaves the others usable."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"x-floe-parts": True})


class OpenRoot(BaseModel):
    """A ``Root`` that may hold further keys."""

    model_config = ConfigDict(extra="allow", frozen=True, json_schema_extra={"x-floe-parts": True})


class Section(BaseModel):
    """A mapping with exactly the keys it declares."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OpenSection(BaseModel):
    """A mapping that may hold further keys."""

    model_config = ConfigDict(extra="allow", frozen=True)


Text = StrictStr
Boolean = Annotated[StrictBool, BeforeValidator(to_boolean)]
Integer = Annotated[StrictInt, BeforeValidator(to_integer)]
PositiveInteger = Annotated[StrictInt, Field(ge=1), BeforeValidator(to_integer)]
Number = Annotated[StrictInt | StrictFloat, BeforeValidator(to_number)]

PROJECT_NAME = r"^[A-Za-z][A-Za-z0-9_-]{0,99}$"
DAGSTER_NAME = f"^{NAME}$"
GROUP_NAME = f"^{GROUP}$"
SEMVER = (
    r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
)

Description = Annotated[
    StrictStr,
    Field(
        max_length=500,
        description="What it is for, at most 500 characters.",
        json_schema_extra=context("prose"),
    ),
]
DagsterName = Annotated[StrictStr, Field(pattern=DAGSTER_NAME)]
Reference = Annotated[StrictStr, Field(min_length=1, json_schema_extra=context("reference"))]
ProfileName = Annotated[
    StrictStr, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", json_schema_extra=context("reference"))
]
ModulePath = Annotated[
    StrictStr,
    Field(pattern=r"^\.*[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$", json_schema_extra=context("module")),
]
FunctionPath = Annotated[
    StrictStr,
    Field(pattern=r"^\.*[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+$", json_schema_extra=context("module")),
]
FilePath = Annotated[StrictStr, Field(min_length=1, json_schema_extra=context("path"))]
SensorPath = Annotated[StrictStr, Field(min_length=1, json_schema_extra=context("sensor-path"))]
Timely = Annotated[StrictStr, Field(json_schema_extra=context("time"))]
Tags = dict[str, Annotated[StrictStr, Field(json_schema_extra=context("tag"))]]
Arguments = dict[str, Any]
