"""What a policy may ask of a node: the kinds of nodes, and the fields of each with type and meaning.

What floe.yaml declares is asked for by the names that it has there; what follows from it is added.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from floe_lint.format import fields as format_fields
from floe_lint.format.fields import Section
from floe_lint.format.fields import fields_of as declared_fields
from floe_lint.format.floe_yaml import Backfill, FloeFile, Job, PartitionRange, PartitionSet, Schedule, Sensor

FieldType = Literal["text", "number", "boolean", "list of text", "map of text", "any"]


class PolicyField(NamedTuple):
    """A field of a node. What is not given in the file is empty: "", [], {} or 0."""

    name: str
    type: FieldType
    meaning: str


def declared(section: type[Section]) -> tuple[PolicyField, ...]:
    """The fields of a section of floe.yaml that a condition can read."""
    found = []
    for name, field in declared_fields(section).items():
        type = _type(field.type)
        if type is not None:
            kinds = " or ".join(f"`{kind}`" for kind in field.kinds)
            found.append(PolicyField(name, type, f"{kinds}." if kinds else field.doc))
    return tuple(found)


def _type(type: Any) -> FieldType | None:
    """The type that CEL has for one of the format; ``None`` for what is no text, number or boolean."""
    if isinstance(type, format_fields.Text):
        return "text"
    if isinstance(type, format_fields.Boolean):
        return "boolean"
    if isinstance(type, (format_fields.Integer, format_fields.Number)):
        return "number"
    if isinstance(type, format_fields.ListOf) and isinstance(type.item, format_fields.Text):
        return "list of text"
    if isinstance(type, format_fields.MapOf) and isinstance(type.value, format_fields.Text):
        return "map of text"
    return None


_NAME = PolicyField("name", "text", "Its name.")

KINDS: dict[str, tuple[PolicyField, ...]] = {
    "project": (
        *declared(FloeFile),
        PolicyField("assets", "list of text", "The keys of all assets that are not external."),
        PolicyField("groups", "list of text", "The groups of these assets, each once."),
        PolicyField("jobs", "list of text", "The names of all jobs."),
        PolicyField("schedules", "list of text", "The names of all schedules."),
        PolicyField("sensors", "list of text", "The names of all sensors."),
    ),
    "assets": (
        PolicyField("name", "text", 'Its key, parts joined by "/".'),
        PolicyField("group", "text", 'Its group; "default" where none is given.'),
        PolicyField("tags", "map of text", "Its tags."),
        PolicyField("kinds", "list of text", "Its kinds."),
        PolicyField("owners", "list of text", "Its owners, as Dagster writes them: an address, or `team:` and a name."),
        PolicyField("deps", "list of text", "The keys of the assets that it reads."),
        PolicyField("origin", "text", "Where it is defined: `python` or `dbt`."),
        PolicyField("partitions", "text", "The partition set that floe.yaml gives it."),
        PolicyField("automation_condition", "text", "The automation condition that floe.yaml gives it."),
        PolicyField("backfill_policy", "text", "The backfill policy that floe.yaml gives it."),
    ),
    "jobs": (
        _NAME,
        *declared(Job),
        PolicyField("owners", "list of text", "The tag `owner`, split at commas."),
        PolicyField("assets", "list of text", "The keys of the assets that it materializes (batch)."),
    ),
    "schedules": (
        _NAME,
        *declared(Schedule),
        PolicyField("least_minutes", "number", "The least number of minutes between two runs."),
    ),
    "sensors": (_NAME, *declared(Sensor)),
    "partitions": (
        _NAME,
        *declared(PartitionSet),
        PolicyField("dimensions", "list of text", "The names of the dimensions of a multi set."),
    ),
    "backfills": (_NAME, *declared(Backfill), *declared(PartitionRange)),
    "profiles": (
        PolicyField("name", "text", "The name of the profile in platform.yaml."),
        PolicyField("section", "text", "`storage`, `catalog` or `compute`."),
    ),
}
"""The nodes that ``select`` can name by kind."""

ROUTE_FIELDS: tuple[PolicyField, ...] = (
    PolicyField("name", "text", "The last part of its route."),
    PolicyField("route", "text", "Its route, parts joined by dots."),
    PolicyField("value", "any", "What stands there, variables replaced."),
)
"""The fields of what ``select`` names by a route."""


def fields_of(select: str) -> tuple[PolicyField, ...]:
    """The fields that a selection's nodes have."""
    return KINDS.get(select, ROUTE_FIELDS)
