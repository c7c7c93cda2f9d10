"""Defects to plant in a valid project, each with the rule that has to find it and the place."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.oracle.dbt_files import PROJECT, node_entry
from tests.oracle.draft import Draft, Plant, PythonAsset
from tests.oracle.generate import runnable
from tests.oracle.selections import Joint, Leaf, Selection, Walk, to_text

DraftPlanter = Callable[[Random, Draft], "Plant | None"]
FilePlanter = Callable[[Random, Draft, dict[str, str]], "Plant | None"]

BASE = ("orchestration",)
DAILY = {"type": "time_window", "start": "2024-01-01", "cron_schedule": "0 0 * * *"}


def _error(rule: str, *route: str | int, by_dagster: bool = True) -> Plant:
    return Plant((rule,), route=route, by_dagster=by_dagster)


# ---- helpers that keep the rest of the project valid


def _asset(draft: Draft, name: str, **fields: Any) -> PythonAsset:
    asset = PythonAsset((name,), fields.pop("form", "asset"), 0, **fields)
    draft.assets.append(asset)
    return asset


def _job(draft: Draft, name: str, *terms: Selection) -> str:
    selection = terms[0]
    for term in terms[1:]:
        selection = Joint("or", selection, term)
    draft.selections[name] = selection
    draft.section("jobs")[name] = {"type": "batch", "selection": [to_text(term) for term in terms]}
    return name


def _partitioned_job(draft: Draft) -> str:
    """A job over one asset with daily partitions, in a project without any other."""
    draft.floe["orchestration"].pop("partitions", None)
    draft.floe["orchestration"].pop("assets", None)
    draft.floe["orchestration"].pop("backfills", None)
    for schedule in draft.section("schedules").values():
        schedule.pop("partition_selector", None)
    _asset(draft, "planted_daily")
    draft.section("partitions")["planted_days"] = dict(DAILY)
    draft.section("assets")["planted_daily"] = {"partitions": "planted_days"}
    return _job(draft, "planted_job", Leaf("name", "planted_daily"))


def _module(draft: Draft, text: str) -> str:
    """A further asset module with a text of its own, and its path."""
    path = f"{draft.package}/planted.py"
    draft.files[path] = text
    draft.floe["orchestration"]["asset_modules"].append(f"{draft.package}.planted")
    return path


def _ops_job(draft: Draft) -> str:
    return next(name for name, job in draft.section("jobs").items() if job["type"] == "ops")


def _any_job(random: Random, draft: Draft) -> str:
    return random.choice(list(draft.section("jobs")))


# ---- references


def job_not_found(random: Random, draft: Draft) -> Plant:
    if random.random() < 0.5:
        draft.section("schedules")["planted"] = {"job": "no_such_job", "cron_schedule": "0 6 * * *"}
        return _error("job-not-found", *BASE, "schedules", "planted", "job")
    draft.section("sensors")["planted"] = {
        "type": "run_status", "job": _ops_job(draft), "watched_jobs": ["no_such_job"], "status": "FAILURE",
    }  # fmt: skip
    return _error("job-not-found", *BASE, "sensors", "planted", "watched_jobs", 0)


def partition_not_found(_: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_daily")
    draft.section("assets")["planted_daily"] = {"partitions": "no_such_set"}
    return _error("partition-not-found", *BASE, "assets", "planted_daily", "partitions")


def watched_asset_not_found(_: Random, draft: Draft) -> Plant:
    draft.section("sensors")["planted"] = {
        "type": "asset_sensor", "job": _ops_job(draft), "watched_assets": ["no_such_asset"],
    }  # fmt: skip
    return _error("watched-asset-not-found", *BASE, "sensors", "planted", "watched_assets", 0)


def module_not_found(_: Random, draft: Draft) -> Plant:
    modules = draft.floe["orchestration"]["asset_modules"]
    modules.append(f"{draft.package}.no_such_module")
    return _error("module-not-found", *BASE, "asset_modules", len(modules) - 1)


_TAKEN = ("queue", "platform", "calendar", "inspect", "types", "dagster")


def shadowed_module(random: Random, draft: Draft) -> Plant:
    taken = random.choice(_TAKEN)
    if random.random() < 0.5:
        modules = draft.floe["orchestration"]["asset_modules"]
        modules.append(f"{taken}.planted")
        draft.files[f"{taken}/planted.py"] = "from floe_dagster import floe_asset\n"
        return _error("shadowed-module", *BASE, "asset_modules", len(modules) - 1)
    draft.files[f"{taken}/planted.py"] = "def send(): ...\n"
    draft.section("jobs")["planted"] = {"type": "ops", "target_function": f"{taken}.planted.send"}
    return _error("shadowed-module", *BASE, "jobs", "planted", "target_function")


def function_not_found(random: Random, draft: Draft) -> Plant:
    name = random.choice(["no_such_function", "RunRequestt"])
    draft.section("jobs")["planted"] = {"type": "ops", "target_function": f"{draft.package}.ops.{name}"}
    return _error("function-not-found", *BASE, "jobs", "planted", "target_function")


def function_not_callable(_: Random, draft: Draft) -> Plant:
    draft.ops += "\n\nRETENTION = 30\n"
    draft.section("jobs")["planted"] = {"type": "ops", "target_function": f"{draft.package}.ops.RETENTION"}
    return _error("function-not-callable", *BASE, "jobs", "planted", "target_function")


def function_arguments(_: Random, draft: Draft) -> Plant:
    draft.section("jobs")["planted"] = {
        "type": "ops", "target_function": f"{draft.package}.ops.vacuum", "args": {"retention_dayz": 3},
    }  # fmt: skip
    return _error("function-arguments", *BASE, "jobs", "planted", "args")


def input_not_found(random: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_asset", parameters=["nobody_makes_this"], form=random.choice(["asset", "qualified", "key"]))
    return Plant(("input-not-found",), f"{draft.package}/assets_0.py", containing="nobody_makes_this")


def misspelt_dependency(random: Random, draft: Draft) -> Plant:
    if random.random() < 0.5:
        _asset(draft, "planted_customers", form="floe", outputs=["planted.customers"])
        _asset(draft, "planted_reader", form="floe", inputs=["planted.custmers"])
        path = f"{draft.package}/assets_0.py"
        return Plant(("misspelt-dependency",), path, containing="planted.custmers", by_dagster=False)
    _asset(draft, "planted_customers")
    _asset(draft, "planted_reader", deps=[("planted_custmers",)], form="spec")
    return Plant(
        ("misspelt-dependency",), f"{draft.package}/assets_0.py", containing="planted_custmers", by_dagster=False
    )


def profile_not_found(random: Random, draft: Draft) -> Plant:
    field = random.choice(["storage", "catalog", "compute"])
    draft.floe[field] = "no_such_profile"
    return _error("profile-not-found", field, by_dagster=False)


def dbt_project_not_found(_: Random, draft: Draft) -> Plant | None:
    if not draft.models:
        return None
    draft.floe["orchestration"]["dbt"]["project_dir"] = "nowhere"
    return _error("dbt-project-not-found", *BASE, "dbt", "project_dir", by_dagster=False)


# ---- selections


def selection_empty(random: Random, draft: Draft) -> Plant:
    leaf = random.choice(
        [Leaf("group", "no_such_group"), Leaf("tag", "no_such_tag"), Leaf("kind", "no_such_kind"),
         Leaf("owner", "team:nobody"), Leaf("key", "no_such_key*")]
    )  # fmt: skip
    _job(draft, "planted", leaf)
    return _error("selection-empty", *BASE, "jobs", "planted", "selection")


def selection_external_only(_: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_source", form="source")
    _job(draft, "planted", Leaf("key", "planted_source"))
    return _error("selection-external-only", *BASE, "jobs", "planted", "selection")


def selection_syntax(random: Random, draft: Draft) -> Plant:
    text = random.choice(["group:", "(a", "a and", "+", "a b", "sinks(a", "name:x", "not"])
    draft.section("jobs")["planted"] = {"type": "batch", "selection": [text]}
    draft.selections["planted"] = Leaf("group", "no_such_group")
    return _error("selection-syntax", *BASE, "jobs", "planted", "selection", 0)


def selection_empty_term(random: Random, draft: Draft) -> Plant:
    _job(draft, "planted", Leaf("key", random.choice(runnable(draft))), Leaf("group", "no_such_group"))
    return _error("selection-empty-term", *BASE, "jobs", "planted", "selection", 1, by_dagster=False)


def partial_multi_asset(random: Random, draft: Draft) -> Plant:
    subset = random.choice(["", ", can_subset=False"])
    form = random.choice(["multi_asset(outs=OUTS", "multi_asset(specs=SPECS", "graph_multi_asset(outs=OUTS"])
    _module(
        draft,
        "import dagster as dg\n"
        "OUTS = {'planted_a': dg.AssetOut(), 'planted_b': dg.AssetOut(is_required=False)}\n"
        "SPECS = [dg.AssetSpec(name) for name in ('planted_a', 'planted_b')]\n"
        "@dg.op(out={'planted_a': dg.Out(), 'planted_b': dg.Out()})\ndef make(): ...\n"
        f"@dg.{form}{subset})\ndef planted_parts():\n    return make()\n"
        "@dg.asset(deps=['planted_a'])\ndef planted_report(): ...\n",
    )
    selections: list[Selection] = [Walk(Leaf("name", "planted_report"), None, 0), Leaf("name", "planted_b")]
    _job(draft, "planted", random.choice(selections))
    return _error("partial-multi-asset", *BASE, "jobs", "planted", "selection", 0)


# ---- time


def cron_invalid(random: Random, draft: Draft) -> Plant:
    cron = random.choice(
        ["0 24 * * *", "* * * *", "60 * * * *", "@reboot", "0 0 0 * *", "0 0 * 13 *", "daily", "0 0 * * 9"]
    )
    draft.section("schedules")["planted"] = {"job": _any_job(random, draft), "cron_schedule": cron}
    return _error("cron-invalid", *BASE, "schedules", "planted", "cron_schedule")


def cron_never_fires(random: Random, draft: Draft) -> Plant:
    cron = random.choice(["0 0 31 4 *", "0 0 31 feb,jun *", "5 4 31 11 *"])
    draft.section("schedules")["planted"] = {"job": _any_job(random, draft), "cron_schedule": cron}
    return _error("cron-never-fires", *BASE, "schedules", "planted", "cron_schedule")


def cron_random(random: Random, draft: Draft) -> Plant:
    draft.section("schedules")["planted"] = {"job": _any_job(random, draft), "cron_schedule": "R 0 * * *"}
    return _error("cron-random", *BASE, "schedules", "planted", "cron_schedule")


def timezone_unknown(random: Random, draft: Draft) -> Plant:
    zone = random.choice(["Mars/Olympus", "America/New_york", "GMT+5", "Z", "PST"])
    draft.section("schedules")["planted"] = {
        "job": _any_job(random, draft), "cron_schedule": "0 6 * * *", "timezone": zone,
    }  # fmt: skip
    return _error("timezone-unknown", *BASE, "schedules", "planted", "timezone")


# ---- partitions and backfills


def partition_window_invalid(random: Random, draft: Draft) -> Plant:
    if random.random() < 0.3:
        start, cron = random.choice(
            [("2024-03-01", "0 0 29 * *"), ("2024-03-15", "0 6 29,30 * *"), ("2020-03-02", "0 0 5,29 * *")]
        )
        draft.section("partitions")["planted"] = {"type": "time_window", "start": start, "cron_schedule": cron}
        return _error("partition-window-invalid", *BASE, "partitions", "planted", "start")
    field = random.choice(["start", "end"])
    entry = {**DAILY, "end": "2024-06-30", field: random.choice(["2024-02-30", "01.01.2024", "soon"])}
    draft.section("partitions")["planted"] = entry
    return _error("partition-window-invalid", *BASE, "partitions", "planted", field)


def partition_window_empty(_: Random, draft: Draft) -> Plant:
    draft.section("partitions")["planted"] = {**DAILY, "end": "2023-01-01"}
    return _error("partition-window-empty", *BASE, "partitions", "planted", "end")


def partition_format_too_coarse(random: Random, draft: Draft) -> Plant:
    draft.section("partitions")["planted"] = {**DAILY, "fmt": random.choice(["%Y-%m", "%Y", "%m"]), "end": "2024-06-01"}
    return _error("partition-format-too-coarse", *BASE, "partitions", "planted", "fmt")


def partition_keys_invalid(random: Random, draft: Draft) -> Plant:
    keys = random.choice([[], ["a", "b", "a"], ["a...b"], ["de", "", "it"]])
    draft.section("partitions")["planted"] = {"type": "static", "partition_keys": keys}
    return _error("partition-keys-invalid", *BASE, "partitions", "planted", "partition_keys")


def partition_selector_unpartitioned(random: Random, draft: Draft) -> Plant:
    draft.section("schedules")["planted"] = {
        "job": _ops_job(draft), "cron_schedule": "0 6 * * *", "partition_selector": random.choice(["latest", "all"]),
    }  # fmt: skip
    return _error("partition-selector-unpartitioned", *BASE, "schedules", "planted", "partition_selector")


def incompatible_partitions(_: Random, draft: Draft) -> Plant:
    _partitioned_job(draft)
    _asset(draft, "planted_static")
    draft.section("partitions")["planted_keys"] = {"type": "static", "partition_keys": ["a", "b"]}
    draft.section("assets")["planted_static"] = {"partitions": "planted_keys"}
    _job(draft, "planted", Leaf("name", "planted_daily"), Leaf("name", "planted_static"))
    return _error("incompatible-partitions", *BASE, "jobs", "planted", "selection")


def incompatible_partitions_in_code(random: Random, draft: Draft) -> Plant:
    first, second = random.choice(
        [
            ("dg.DailyPartitionsDefinition('2024-01-01')", "dg.DailyPartitionsDefinition('2025-01-01')"),
            ("dg.DailyPartitionsDefinition('2024-01-01')", "dg.DailyPartitionsDefinition('2024-01-01', hour_offset=6)"),
            ("dg.DailyPartitionsDefinition(datetime(2024, 1, 1))", "dg.WeeklyPartitionsDefinition('2024-01-01')"),
            ("dg.StaticPartitionsDefinition(['a', 'b'])", "dg.StaticPartitionsDefinition(['b', 'a'])"),
            ("dg.DynamicPartitionsDefinition(name='a')", "dg.DynamicPartitionsDefinition(name='b')"),
            ("dg.DailyPartitionsDefinition('2024-01-02')", None),
        ]
    )
    _module(
        draft,
        "from datetime import datetime\nimport dagster as dg\n"
        f"@dg.asset(partitions_def={first})\ndef planted_one(): ...\n"
        f"@dg.asset(partitions_def={second})\ndef planted_other(): ...\n",
    )
    if second is None:
        draft.section("partitions")["planted_days"] = dict(DAILY)
        draft.section("assets")["planted_other"] = {"partitions": "planted_days"}
    _job(draft, "planted", Leaf("name", "planted_one"), Leaf("name", "planted_other"))
    return _error("incompatible-partitions", *BASE, "jobs", "planted", "selection")


def partition_dependency_unsupported(_: Random, draft: Draft) -> Plant:
    _partitioned_job(draft)
    _asset(draft, "planted_static", deps=[("planted_daily",)])
    draft.section("partitions")["planted_keys"] = {"type": "static", "partition_keys": ["a", "b"]}
    draft.section("assets")["planted_static"] = {"partitions": "planted_keys"}
    return _error("partition-dependency-unsupported", *BASE, "assets", "planted_static", "partitions")


def on_cron_without_cron(_: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_asset")
    draft.section("assets")["planted_asset"] = {"automation_condition": "on_cron"}
    return _error("on-cron-without-cron", *BASE, "assets", "planted_asset", "automation_condition")


def eager_waits_for_partitions(_: Random, draft: Draft) -> Plant:
    _partitioned_job(draft)
    _asset(draft, "planted_report", deps=[("planted_daily",)])
    draft.section("assets")["planted_report"] = {"automation_condition": "eager"}
    # It loads and asks for no run.
    return _error(
        "eager-waits-for-partitions", *BASE, "assets", "planted_report", "automation_condition", by_dagster=False
    )


def conflicting_asset_patterns(_: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_asset")
    draft.section("assets")["planted_a*"] = {"group_name": "one"}
    draft.section("assets")["planted_asse?"] = {"group_name": "two"}
    return _error("conflicting-asset-patterns", *BASE, "assets", "planted_asse?", "group_name")


def _backfill(draft: Draft, job: str, start: str, end: str) -> None:
    draft.section("backfills")["planted"] = {"job": job, "partition_range": {"start": start, "end": end}}


def backfill_reversed(_: Random, draft: Draft) -> Plant:
    _backfill(draft, _partitioned_job(draft), "2024-03-01", "2024-02-01")
    return _error("backfill-reversed", *BASE, "backfills", "planted", "partition_range", "end")


def backfill_out_of_range(_: Random, draft: Draft) -> Plant:
    _backfill(draft, _partitioned_job(draft), "2023-12-31", "2024-02-01")
    return _error("backfill-out-of-range", *BASE, "backfills", "planted", "partition_range", "start")


def backfill_in_future(_: Random, draft: Draft) -> Plant:
    _backfill(draft, _partitioned_job(draft), "2024-01-01", "2999-01-01")
    return _error("backfill-in-future", *BASE, "backfills", "planted", "partition_range", "end")


def backfill_key_invalid(random: Random, draft: Draft) -> Plant:
    _backfill(
        draft, _partitioned_job(draft), "2024-01-01", random.choice(["2024-13-01", "2024-01", "latest", "01/02/2024"])
    )
    return _error("backfill-key-invalid", *BASE, "backfills", "planted", "partition_range", "end")


def backfill_job_unpartitioned(_: Random, draft: Draft) -> Plant:
    _backfill(draft, _ops_job(draft), "2024-01-01", "2024-01-02")
    return _error("backfill-job-unpartitioned", *BASE, "backfills", "planted", "job")


# ---- flow and names


def dependency_cycle(_: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_egg", deps=[("planted_hen",)], form="spec")
    _asset(draft, "planted_hen", deps=[("planted_egg",)], form="spec")
    _job(draft, "planted_both", Leaf("key", "planted_*"))
    return Plant(("dependency-cycle",), f"{draft.package}/assets_0.py", containing="planted_")


def duplicate_asset(_: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_twice")
    _asset(draft, "planted_twice", form="spec")
    return Plant(("duplicate-asset",), f"{draft.package}/assets_0.py", containing="planted_twice")


def trigger_loop(_: Random, draft: Draft) -> Plant:
    job = _ops_job(draft)
    draft.section("sensors")["planted"] = {
        "type": "run_status", "job": job, "watched_jobs": [job], "status": "SUCCESS",
    }  # fmt: skip
    return _error("trigger-loop", *BASE, "sensors", "planted")


def self_triggering_sensor(_: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_asset")
    _job(draft, "planted_job", Leaf("name", "planted_asset"))
    draft.section("sensors")["planted"] = {
        "type": "asset_sensor", "job": "planted_job", "watched_assets": ["planted_asset"],
    }  # fmt: skip
    return _error("self-triggering-sensor", *BASE, "sensors", "planted", by_dagster=False)


def name_collision(random: Random, draft: Draft) -> Plant:
    if random.random() < 0.5:
        draft.section("schedules")["planted"] = {"job": _ops_job(draft), "cron_schedule": "0 6 * * *"}
        draft.section("sensors")["planted"] = {"type": "file_watcher", "job": _ops_job(draft), "path": "./in"}
        return _error("name-collision", *BASE, "sensors", "planted")
    _asset(draft, "planted_asset")
    _job(draft, "planted_asset", Leaf("key", "planted_asset"))
    return _error("name-collision", *BASE, "jobs", "planted_asset")


def refused_name(random: Random, draft: Draft) -> Plant:
    _asset(draft, "planted_asset", group=random.choice(["bad-group", "with space", "a//b"]))
    return Plant(("refused-name",), f"{draft.package}/assets_0.py", containing="planted_asset")


def refused_label(random: Random, draft: Draft) -> Plant:
    changes: dict[str, Any] = random.choice(
        [{"tags": {"bad key!": "1"}}, {"tags": {"a": "bad value!"}}, {"owners": ["nobody"]}, {"kinds": ["bad kind"]}]
    )
    _asset(draft, "planted_asset", **changes)
    return Plant(("refused-label",), f"{draft.package}/assets_0.py", containing="planted_asset")


def invalid_name(random: Random, draft: Draft) -> Plant:
    name = random.choice(["bad-name", "dotted.name", "with space", "ümlaut"])
    section = random.choice(["schedules", "sensors", "jobs"])
    entry: dict[str, Any] = {"job": _ops_job(draft), "cron_schedule": "0 6 * * *"}
    if section == "sensors":
        entry = {"type": "file_watcher", "job": _ops_job(draft), "path": "./incoming/"}
    elif section == "jobs":
        entry = {"type": "ops", "target_function": f"{draft.package}.ops.vacuum"}
    draft.section(section)[name] = entry
    return _error("invalid-name", *BASE, section, name)


# ---- schema


def unknown_key(random: Random, draft: Draft) -> Plant:
    if random.random() < 0.5:
        draft.floe["orchestrtion"] = {}
        return _error("unknown-key", "orchestrtion", by_dagster=False)
    job = _any_job(random, draft)
    draft.section("jobs")[job]["selektion"] = ["*"]
    return _error("unknown-key", *BASE, "jobs", job, "selektion", by_dagster=False)


def missing_key(random: Random, draft: Draft) -> Plant:
    if random.random() < 0.5:
        del draft.floe["version"]
        return Plant(("missing-key",), by_dagster=False)
    draft.section("schedules")["planted"] = {"job": _any_job(random, draft)}
    return _error("missing-key", *BASE, "schedules", "planted", by_dagster=False)


def wrong_type(random: Random, draft: Draft) -> Plant:
    section = random.choice(["schedules", "sensors", "backfills"])
    draft.floe["orchestration"][section] = [{"job": "x"}]
    return _error("wrong-type", *BASE, section, by_dagster=False)


def invalid_value(random: Random, draft: Draft) -> Plant:
    field, value = random.choice(
        [("name", "my shop"), ("version", "1"), ("name", "9lives"), ("storage", "the default")]
    )
    draft.floe[field] = value
    return _error("invalid-value", field, by_dagster=False)


def misplaced_section(random: Random, draft: Draft) -> Plant:
    section = random.choice(["jobs", "asset_modules"])
    draft.floe[section] = draft.floe["orchestration"].pop(section)
    return _error("misplaced-section", section, by_dagster=False)


def uncoercible_variable(random: Random, draft: Draft) -> Plant:
    field, value = random.choice([("enabled", "${FLOE_PLANTED:maybe}"), ("enabled", "${FLOE_PLANTED:-2}")])
    draft.section("schedules")["planted"] = {"job": _any_job(random, draft), "cron_schedule": "0 6 * * *", field: value}
    return _error("uncoercible-variable", *BASE, "schedules", "planted", field, by_dagster=False)


def malformed_interpolation(random: Random, draft: Draft) -> Plant:
    job = _any_job(random, draft)
    draft.section("jobs")[job]["description"] = random.choice(["from ${START", "${9X}", "${}"])
    return _error("malformed-interpolation", *BASE, "jobs", job, "description", by_dagster=False)


# ---- the boundary

_BREACHES = {
    "object-store-uri": ("s3://lake/raw", "gs://acme-lake", "abfss://raw@acme.dfs.core.windows.net/x", "s3a://b/c"),
    "service-url": ("http://polaris:8181/api", "https://catalog.acme.dev/v1", "grpc://otel:4317"),
    "host-and-port": ("redis:6379", "kafka-0:29092", "10.0.0.7:8080"),
    "connection-string": ("postgresql://db/shop", "snowflake://loader@acme/shop"),
    "cloud-arn": ("arn:aws:iam::123456789012:role/loader", "vpc-0a1b2c3d4e5f60718"),
    "cloud-hostname": ("lake.s3.amazonaws.com", "acme.blob.core.windows.net"),
    "service-discovery-name": ("catalog.data.svc.cluster.local", "db.service.consul"),
    "cloud-region": ("eu-west-1", "us-central1", "germanywestcentral"),
    "literal-credential": ("AKIAIOSFODNN7EXAMPLE",),
}


def boundary(random: Random, draft: Draft) -> Plant:
    rule = random.choice(list(_BREACHES))
    value = random.choice(_BREACHES[rule])
    if random.random() < 0.3 and "$" not in value:
        value = f"${{FLOE_PLANTED:{random.choice(['', '-'])}{value}}}"
    place = random.randrange(4)
    if place == 0:
        draft.floe["x-planted"] = {"target": value}
        return _error(rule, "x-planted", "target", by_dagster=False)
    if place == 1:
        draft.floe.setdefault("governance", {})["policies"] = [{"target": value}]
        return _error(rule, "governance", "policies", 0, "target", by_dagster=False)
    if place == 2:
        draft.floe.setdefault("observability", {})["attributes"] = {"place": value}
        return _error(rule, "observability", "attributes", "place", by_dagster=False)
    draft.section("jobs")["planted"] = {
        "type": "ops", "target_function": f"{draft.package}.ops.report", "args": {"deep": {"er": [1, value]}},
    }  # fmt: skip
    return _error(rule, *BASE, "jobs", "planted", "args", "deep", "er", 1, by_dagster=False)


def infrastructure_key(random: Random, draft: Draft) -> Plant:
    key = random.choice(["bucket", "endpoint", "access_key", "hostname"])
    draft.floe["x-planted"] = {"more": {key: "plain"}}
    return Plant(("infrastructure-key", "literal-credential"), route=("x-planted", "more", key), by_dagster=False)


def non_local_sensor_path(random: Random, draft: Draft) -> Plant:
    path = random.choice(["s3://lake/in/", "sftp://files.acme.io/in", "//nas/in", "hdfs://n/in"])
    draft.section("sensors")["planted"] = {"type": "file_watcher", "job": _any_job(random, draft), "path": path}
    return _error("non-local-sensor-path", *BASE, "sensors", "planted", "path", by_dagster=False)


def sensor_pattern_invalid(random: Random, draft: Draft) -> Plant:
    pattern = random.choice(["**.csv", "a**b", "/x/*.csv", "..", "sub/", "sub\\*.csv", "{*.csv,x/}"])
    draft.section("sensors")["planted"] = {
        "type": "file_watcher", "job": _any_job(random, draft), "path": "./in/", "pattern": pattern,
    }  # fmt: skip
    return _error("sensor-pattern-invalid", *BASE, "sensors", "planted", "pattern", by_dagster=False)


def platform_literal_secret(random: Random, draft: Draft) -> Plant | None:
    if draft.platform is None:
        return None
    field = random.choice(["access_key", "secret_key"])
    draft.platform["storage"]["default"] = {"type": "s3", "bucket": "b", "credentials": {field: "minioadmin"}}
    route = ("storage", "default", "credentials", field)
    return Plant(("platform-literal-secret",), "platform.yaml", route, by_dagster=False)


# ---- the files themselves


def module_syntax_error(_: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    files[path] += "\nplanted = (1 + )\n"
    return Plant(("module-syntax-error",), path, containing="planted = (1 + )")


def refused_key_part(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    form = random.choice(
        [
            "asset(deps=['planted/part'])",
            "asset(deps=[AssetKey('planted/part')])",
            "floe_asset(deps=[['top', 'planted/part']])",
            "asset(key='planted/part')",
            "floe_asset(key_prefix='planted/part')",
            "asset(name='planted/part')",
            "multi_asset(specs=[AssetSpec('planted/part')])",
        ]
    )
    files[path] += f"\n\n@{form}\ndef planted():\n    return None\n"
    return Plant(("refused-name",), path, containing="planted/part")


def lost_asset(_: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    for number in (1, 2):
        files[path] += f"\n\n@floe_asset(group_name='planted_{number}')\ndef planted_twice():\n    return None\n"
    return Plant(("duplicate-asset",), path, containing="planted_twice", by_dagster=False)


def import_not_found(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    line = random.choice([
        "from .no_such_module import anything", f"import {draft.package}.no_such_module",
        f"from {draft.package}.ops import no_such_function", "from . import no_such_module",
    ])  # fmt: skip
    files[path] += f"\n{line}\n"
    return Plant(("import-not-found",), path, containing=line)


def undefined_name(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    lines, name = random.choice([
        ("@floe_dagster.floe_asset\ndef planted(context: PlantedContext): ...", "PlantedContext"),
        ("@floe_dagster.floe_asset\ndef planted() -> Tuple[str, int]: ...", "-> Tuple["),
        ("@floe_dagster.floe_asset\ndef planted(rows=planted_pd.NA): ...", "planted_pd"),
        ("@planted_asset\ndef planted(): ...", "planted_asset"),
        ("class Planted(PlantedBase): ...", "PlantedBase"),
        ("class Planted:\n    rows: PlantedRows = None", "PlantedRows"),
        ("PLANTED = PLANTED_LATER\nPLANTED_LATER = 1", "PLANTED_LATER"),
        ("PLANTED = [planted_key(name) for name in ('a', 'b')]", "planted_key"),
        ("def planted_factory():\n    return planted_inner(1)\n\n\nplanted_factory()", "planted_inner"),
        ("if __name__ == '__main__':\n    PLANTED_SCRIPT = 1\nprint(PLANTED_SCRIPT)", "print(PLANTED_SCRIPT)"),
        ("import typing\nif typing.TYPE_CHECKING:\n    PlantedRow = int\nPLANTED: PlantedRow", "PLANTED: PlantedRow"),
    ])  # fmt: skip
    files[path] += f"\nimport floe_dagster\n{lines}\n"
    return Plant(("undefined-name",), path, containing=name)


def unknown_export(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    line = random.choice([
        "from floe_dagster import floe_assets", "from floe_dagster import planted", "import dagstre",
        "from floe_dagster.decorators import floe_asset", "from floe_dagstr import floe_asset",
        "import floe_dagster as planted; planted.floe_assets",
    ])  # fmt: skip
    files[path] += f"\n{line}\n"
    return Plant(("unknown-export",), path, containing=line)


def shadowed_import(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    taken = random.choice(_TAKEN)
    files[f"{taken}/planted.py"] = "anything = 1\n"
    line = random.choice([f"from {taken}.planted import anything", f"import {taken}.planted"])
    files[path] += f"\n{line}\n"
    return Plant(("shadowed-module",), path, containing=line)


def resource_not_found(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    given = random.choice(["", ", resources={'mail': None}", ", resources=None"])
    files[f"{draft.package}/definitions.py"] = (
        f"from floe_dagster import FloeDefinitions\ndefs = FloeDefinitions.from_compiled_artifacts('x'{given})\n"
    )
    needed = random.choice([
        "@floe_dagster.floe_asset\ndef planted(catalog, planted_warehouse): ...",
        "@floe_dagster.floe_asset(required_resource_keys=['planted_warehouse'])\ndef planted(): ...",
        "@dagster.asset(io_manager_key='planted_warehouse')\ndef planted(): ...",
        "@dagster.asset\ndef planted(planted_warehouse: dagster.ResourceParam[object]): ...",
        "@dagster.asset(required_resource_keys={'planted_warehouse'})\ndef planted(): ...",
    ])  # fmt: skip
    files[path] += f"\nimport dagster, floe_dagster\n{needed}\n"
    return Plant(("resource-not-found",), path, containing="planted_warehouse")


def refused_argument(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    decorator, argument = random.choice(
        [
            ("floe_asset", 'group="bronze"'), ("floe_asset", 'inputs="raw.customers"'),
            ("floe_asset", 'partitions_def="daily"'), ("floe_asset", 'tags={"priority": 1}'),
            ("floe_asset", 'compute_kind="sql", kinds={"python"}'), ("asset", 'outputs=["bronze.customers"]'),
            ("asset", 'owners="team:data"'), ("asset", 'key="planted", name="planted"'),
            ("asset", 'required_resource_keys=["db"]'), ("multi_asset", 'specs=["planted"]'),
            ("multi_asset", 'owners=["team:data"]'), ("graph_asset", 'compute_kind="sql"'),
            ("multi_asset", 'specs=[dagster.AssetSpec("planted", group="bronze")]'),
            ("multi_asset", 'specs=[dagster.AssetSpec("planted", tags={"priority": 1})]'),
            ("multi_asset", 'outs={"planted": dagster.AssetOut(owners="team:data")}'),
            ("asset", 'deps=[dagster.AssetDep(key="planted_up")]'),
        ]
    )  # fmt: skip
    path = f"{draft.package}/assets_0.py"
    home = "floe_dagster" if decorator == "floe_asset" else "dagster"
    files[path] += (
        f"\nimport dagster\nfrom {home} import {decorator} as decorator\n@decorator({argument})\ndef planted(): ...\n"
    )
    return Plant(("refused-asset",), path, containing=argument)


def refused_function(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    if random.random() < 0.5:
        files[path] += "\nimport floe_dagster\n@floe_dagster.floe_asset\nasync def planted(): ...\n"
        return Plant(("refused-asset",), path, containing="async def planted")
    annotation = random.choice(["str", "'dagster.AssetExecutionContext'", "dagster.SensorEvaluationContext", "None"])
    files[path] += f"\nimport dagster\n@dagster.asset\ndef planted(context: {annotation}): ...\n"
    return Plant(("refused-asset",), path, containing="def planted(context")


def asset_twice(random: Random, draft: Draft, files: dict[str, str]) -> Plant:
    path = f"{draft.package}/assets_0.py"
    above = random.choice(["floe_dagster.floe_asset", "floe_dagster.floe_asset(group_name='twice')", "dagster.asset",
                           "dagster.graph_asset", "dagster.op"])  # fmt: skip
    below = random.choice(["floe_dagster.floe_asset", "dagster.asset(name='once')", "dagster.observable_source_asset"])
    files[path] += f"\nimport dagster, floe_dagster\n@{above}\n@{below}\ndef planted(context): ...\n"
    return Plant(("refused-asset",), path, containing="def planted(context)")


def yaml_syntax(random: Random, _: Draft, files: dict[str, str]) -> Plant:
    files["floe.yaml"] += random.choice(["planted: [1, 2\n", 'planted: "open\n', "\tplanted: 1\n", "planted: {a: 1\n"])
    return Plant(("yaml-syntax",), by_dagster=False)


def duplicate_key(_: Random, __: Draft, files: dict[str, str]) -> Plant:
    files["floe.yaml"] += "version: 2.0.0\n"
    return Plant(("duplicate-key",), containing="version:", by_dagster=False)


def multiple_documents(_: Random, __: Draft, files: dict[str, str]) -> Plant:
    files["floe.yaml"] += "---\nplanted: 1\n"
    return Plant(("multiple-documents",), containing="---", by_dagster=False)


def alias_bomb(_: Random, __: Draft, files: dict[str, str]) -> Plant:
    files["floe.yaml"] += "x-planted: &all {inside: *all}\n"
    return Plant(("alias-bomb",), containing="x-planted", by_dagster=False)


def manifest_invalid(random: Random, draft: Draft, files: dict[str, str]) -> Plant | None:
    if not draft.models:
        return None
    text = files["target/manifest.json"]
    files["target/manifest.json"] = random.choice(
        [text[:-20], "[]", "", text.replace("/manifest/v12", "/run-results/v6")]
    )
    return Plant(("manifest-invalid",), route=(*BASE, "dbt", "manifest_path"), by_dagster=False)


def _with_tests(draft: Draft, files: dict[str, str], *names: str) -> bool:
    """Put tests on the first model that is an asset, if checks are made of them."""
    models = [model for model in draft.models if model.kind == "model" and model.materialized != "ephemeral"]
    if not models or draft.dbt_is_one_asset:
        return False
    manifest = json.loads(files["target/manifest.json"])
    above = f"model.{PROJECT}.{models[0].name}"
    for number, name in enumerate(names):
        unique_id = f"test.{PROJECT}.{name}.{number}"
        test = node_entry("test", name, f"{name}.sql", "models/planted.yml", [above])
        manifest["nodes"][unique_id] = test | {"unique_id": unique_id, "attached_node": above}
        manifest["child_map"][above].append(unique_id)
        manifest["child_map"][unique_id] = []
        manifest["parent_map"][unique_id] = [above]
    files["target/manifest.json"] = json.dumps(manifest)
    return True


def duplicate_check(_: Random, draft: Draft, files: dict[str, str]) -> Plant | None:
    if not _with_tests(draft, files, "planted_amount___0", "planted_amount___0"):
        return None
    # It loads: only a run that has both fails.
    return _error("duplicate-check", *BASE, "dbt", "manifest_path", by_dagster=False)


def refused_check_name(random: Random, draft: Draft, files: dict[str, str]) -> Plant | None:
    if not _with_tests(draft, files, random.choice(["planted-test", "planted test", "pl\u00e4nted"])):
        return None
    return _error("refused-name", *BASE, "dbt", "manifest_path")


def invalid_ignore(_: Random, __: Draft, files: dict[str, str]) -> Plant:
    files["floe.yaml"] += "# floe: ignore[no-such-rule] because\n"
    return Plant(("invalid-ignore",), containing="no-such-rule", by_dagster=False)


DRAFT_PLANTERS: tuple[DraftPlanter, ...] = (
    job_not_found, partition_not_found, watched_asset_not_found, module_not_found, shadowed_module, function_not_found,
    function_not_callable, function_arguments, input_not_found, misspelt_dependency, profile_not_found,
    dbt_project_not_found, selection_empty, selection_external_only, selection_syntax, selection_empty_term,
    partial_multi_asset, cron_invalid, cron_never_fires, cron_random, timezone_unknown, partition_window_invalid,
    partition_window_empty,
    partition_format_too_coarse, partition_keys_invalid, partition_selector_unpartitioned, incompatible_partitions,
    incompatible_partitions_in_code,
    partition_dependency_unsupported, on_cron_without_cron, eager_waits_for_partitions,
    conflicting_asset_patterns, backfill_reversed,
    backfill_out_of_range, backfill_in_future, backfill_key_invalid, backfill_job_unpartitioned, dependency_cycle,
    duplicate_asset, trigger_loop, self_triggering_sensor, name_collision, refused_name, refused_label, invalid_name,
    unknown_key, missing_key, wrong_type, invalid_value, misplaced_section, uncoercible_variable,
    malformed_interpolation, boundary, boundary, boundary, infrastructure_key, non_local_sensor_path,
    sensor_pattern_invalid, platform_literal_secret,
)  # fmt: skip
FILE_PLANTERS: tuple[FilePlanter, ...] = (
    module_syntax_error, import_not_found, undefined_name, unknown_export, shadowed_import, refused_key_part,
    lost_asset, asset_twice, refused_argument, refused_function, resource_not_found, yaml_syntax, duplicate_key,
    multiple_documents, alias_bomb, manifest_invalid, duplicate_check,
    refused_check_name, invalid_ignore,
)  # fmt: skip
