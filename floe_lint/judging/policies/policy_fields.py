"""What a policy may ask of a node: the kinds of nodes, and the fields of each with type and meaning."""

from __future__ import annotations

from typing import Literal, NamedTuple

FieldType = Literal["text", "number", "boolean", "list of text", "map of text", "any"]


class Field(NamedTuple):
    """A field of a node. What is not given in the file is empty: "", [], {} or 0."""

    name: str
    type: FieldType
    meaning: str


_NAME = Field("name", "text", "its name")
_DESCRIPTION = Field("description", "text", "its description")
_TAGS = Field("tags", "map of text", "its tags")
_JOB = Field("job", "text", "the job that it starts")

KINDS: dict[str, tuple[Field, ...]] = {
    "project": (
        _NAME,
        Field("version", "text", "the version"),
        Field("storage", "text", "the storage profile"),
        Field("catalog", "text", "the catalog profile"),
        Field("compute", "text", "the compute profile"),
        Field("assets", "list of text", "the keys of all assets that are not external"),
        Field("groups", "list of text", "the groups of these assets, each once"),
        Field("jobs", "list of text", "the names of all jobs"),
        Field("schedules", "list of text", "the names of all schedules"),
        Field("sensors", "list of text", "the names of all sensors"),
    ),
    "assets": (
        Field("name", "text", 'its key, parts joined by "/"'),
        Field("group", "text", 'its group; "default" where none is given'),
        _TAGS,
        Field("kinds", "list of text", "its kinds"),
        Field("owners", "list of text", "its owners, as Dagster writes them: an address, or `team:` and a name"),
        Field("deps", "list of text", "the keys of the assets that it reads"),
        Field("origin", "text", "where it is defined: `python` or `dbt`"),
        Field("partitions", "text", "the partition set that floe.yaml gives it"),
        Field("automation_condition", "text", "the automation condition that floe.yaml gives it"),
        Field("backfill_policy", "text", "the backfill policy that floe.yaml gives it"),
    ),
    "jobs": (
        _NAME,
        Field("type", "text", "`batch` or `ops`"),
        _DESCRIPTION,
        _TAGS,
        Field("owners", "list of text", "the tag `owner`, split at commas"),
        Field("selection", "list of text", "the items of its selection (batch)"),
        Field("assets", "list of text", "the keys of the assets that it materializes (batch)"),
        Field("target_function", "text", "the function that it calls (ops)"),
    ),
    "schedules": (
        _NAME,
        _JOB,
        Field("cron_schedule", "text", "its cron expression"),
        Field("timezone", "text", "its time zone"),
        Field("enabled", "boolean", "whether it is on"),
        Field("partition_selector", "text", "`latest`, `all` or nothing"),
        _DESCRIPTION,
        Field("least_minutes", "number", "the least number of minutes between two runs"),
    ),
    "sensors": (
        _NAME,
        Field("type", "text", "`file_watcher`, `asset_sensor`, `run_status` or `custom`"),
        _JOB,
        Field("poll_interval_seconds", "number", "the seconds between two looks"),
        Field("path", "text", "the folder that it watches"),
        Field("pattern", "text", "the files that it watches"),
        Field("watched_assets", "list of text", "the assets that it watches"),
        Field("watched_jobs", "list of text", "the jobs that it watches"),
        Field("status", "text", "the status of runs that it waits for"),
        Field("target_function", "text", "the function that it calls"),
        _DESCRIPTION,
    ),
    "partitions": (
        _NAME,
        Field("type", "text", "`time_window`, `static`, `multi` or `dynamic`"),
        Field("start", "text", "where the time window starts"),
        Field("end", "text", "where the time window ends"),
        Field("cron_schedule", "text", "the cron expression of the time window"),
        Field("timezone", "text", "the time zone of the time window"),
        Field("fmt", "text", "the format of its keys"),
        Field("partition_keys", "list of text", "the keys of a static set"),
        Field("dimensions", "list of text", "the names of the dimensions of a multi set"),
    ),
    "backfills": (
        _NAME,
        Field("job", "text", "the job that it runs"),
        Field("start", "text", "the first partition"),
        Field("end", "text", "the last partition"),
        Field("batch_size", "number", "how many partitions run at a time"),
        _DESCRIPTION,
        _TAGS,
    ),
    "profiles": (
        Field("name", "text", "the name of the profile in platform.yaml"),
        Field("section", "text", "`storage`, `catalog` or `compute`"),
    ),
}
"""The nodes that ``select`` can name by kind."""

ROUTE_FIELDS: tuple[Field, ...] = (
    Field("name", "text", "the last part of its route"),
    Field("route", "text", "its route, parts joined by dots"),
    Field("value", "any", "what stands there, variables replaced"),
)
"""The fields of what ``select`` names by a route."""


def fields_of(select: str) -> tuple[Field, ...]:
    """The fields that a selection's nodes have."""
    return KINDS.get(select, ROUTE_FIELDS)
