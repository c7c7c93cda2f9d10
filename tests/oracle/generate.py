"""Whole projects, drawn from a source of randomness: a seed is a project, and hypothesis can shrink one."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from random import Random
from typing import Any

from tests.oracle.dbt_files import PROJECT
from tests.oracle.draft import DbtModel, Draft, Form, PythonAsset
from tests.oracle.partition_pool import ODD_CRONS, ODD_FMTS, ODD_KEYS, ODD_TIMES, ODD_ZONES, SOUND, KnownSet
from tests.oracle.selections import Attribute, Ends, Inverse, Joint, Leaf, Selection, Walk, to_text

NAMED: tuple[Attribute, ...] = ("name", "asset", "key")
LAYERS = ("bronze", "silver", "gold")
NOUNS = ("customers", "orders", "products", "returns", "stock", "prices")
FORMS: tuple[Form, ...] = (
    "asset", "asset", "qualified", "alias", "key", "floe", "floe", "floe_bare", "floe_qualified", "spec", "outs",
    "graph", "source",
)  # fmt: skip
CRONS = (
    "0 6 * * *",
    "*/15 * * * *",
    "0 0 1 * *",
    "30 2 * * MON-FRI",
    "@hourly",
    "0 0 L * *",
    "0 9 * * 1#1",
    "5 4 * * 7",
)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
OPS = '''\
"""Functions that jobs, sensors and partitions name."""

from dagster import RunRequest, SkipReason, op


def vacuum(context, retention_days=30, dry_run=False):
    """With a context and defaults."""


def report(*tables, **options):
    """Whatever it is given."""


@op(config_schema={"level": int})
def inspect_tables(context):
    """An op of its own."""


def look(context, threshold=1):
    return RunRequest(run_key=str(threshold))


def idle(context):
    return SkipReason("nothing to do")
'''


def valid_draft(random: Random, package: str) -> Draft:
    """A project without a defect."""
    draft = _base(random, package)
    partitions = _sound_partitions(random, draft)
    partitioned = _sound_patterns(random, draft, partitions)
    for name in [f"job_{letter}" for letter in "abc"[: random.randint(1, 3)]]:
        _batch_job(draft, name, [_anchored(random, draft) for _ in range(random.randint(1, 2))], random)
    _ops_jobs(random, draft)
    _sound_schedules(random, draft, partitioned)
    _sound_sensors(random, draft)
    if partitions is not None and partitions[1].keys:
        _sound_backfills(random, draft, partitioned, partitions[1])
    return draft


def free_draft(random: Random, package: str) -> Draft:
    """A valid project with one to three parts replaced by anything: it may be wrong, or still be right."""
    draft = valid_draft(random, package)
    for replace in random.sample(_REPLACEMENTS, random.choice([1, 1, 2, 3])):
        replace(random, draft)
    return draft


def _replace_partitions(random: Random, draft: Draft) -> None:
    sets = draft.section("partitions")
    name = random.choice([*sets, "second_set"])
    sets[name] = _any_partitions(random)
    if name == "second_set":
        _replace_pattern(random, draft)


def _replace_pattern(random: Random, draft: Draft) -> None:
    names = [asset.name for asset in draft.assets] + [model.name for model in draft.models]
    globs = ["bronze_*", "silver_*", "gold_*", "*_orders", "*", "raw/*", "*_[a-o]*", "{bronze,silver}_*", *names]
    entry: dict[str, Any] = {}
    if draft.section("partitions") and random.random() < 0.7:
        entry["partitions"] = random.choice(list(draft.section("partitions")))
    if random.random() < 0.3:
        entry["group_name"] = random.choice(["one", "two/three", "bad-group"])
    if random.random() < 0.3:
        entry["automation_condition"] = random.choice(["eager", "on_missing", "on_cron"])
    entry["backfill_policy"] = random.choice(["lazy", "eager"])
    draft.section("assets")[random.choice(globs)] = entry


def _replace_selection(random: Random, draft: Draft) -> None:
    terms = [_any_selection(random, draft, 2) for _ in range(random.randint(1, 2))]
    _batch_job(draft, random.choice([*draft.selections, "job_other"]), terms, random)


def _replace_schedule(random: Random, draft: Draft) -> None:
    entry = {
        "job": random.choice(list(draft.section("jobs"))),
        "cron_schedule": random.choice((*CRONS, *ODD_CRONS)),
        "timezone": random.choice((*ZONES, *ZONES, *ODD_ZONES)),
    }
    if random.random() < 0.3:
        entry["partition_selector"] = random.choice(["latest", "all"])
    draft.section("schedules")["other_schedule"] = entry


def _replace_sensor(random: Random, draft: Draft) -> None:
    draft.section("sensors")[f"other_sensor_{random.randint(0, 1)}"] = _any_sensor(
        random, draft, list(draft.section("jobs"))
    )


def _replace_backfill(random: Random, draft: Draft) -> None:
    sets = list(draft.section("partitions").values())
    near = [key for known in SOUND if known.entry in sets for key in known.keys]
    keys = near * 5 + [key for known in SOUND for key in known.keys] + list(ODD_TIMES)
    draft.section("backfills")["other_backfill"] = {
        "job": random.choice(list(draft.selections)),
        "partition_range": {"start": random.choice(keys), "end": random.choice(keys)},
    }


def _replace_assets(random: Random, draft: Draft) -> None:
    asset = random.choice(draft.assets)
    change = random.randrange(7)
    if change == 0 and asset.form not in ("source", "floe_bare"):
        asset.deps.append(random.choice(draft.assets).key)
    elif change == 1:
        asset.key = (*asset.key[:-1], random.choice(draft.assets).name)
    elif change == 2 and asset.form != "floe_bare":
        asset.group = random.choice(["bad-group", "a/b", "with space", "dots.dots", ""])
    elif change == 3 and asset.form not in ("source", "floe_bare"):
        asset.tags = random.choice([{"bad tag": "x"}, {"a": "b c"}, {"x/y": "z"}, {"x/y/z": "1"}, {"k" * 64: "v"}])
    elif change == 4 and asset.form not in ("source", "floe_bare"):
        asset.owners = random.choice([["nobody"], ["team:"], ["team:a b"], ["a@b"], ["x@y.org", "team:t"]])
    elif change == 5 and asset.form in ("asset", "qualified", "alias", "key"):
        asset.parameters = [random.choice(["crm_export", random.choice(draft.assets).name])]
    elif asset.form not in ("source", "floe_bare", "spec", "outs"):
        # Of specs Dagster takes any kind, and refuses it once a pattern changes them.
        asset.kinds = random.choice([list("abcdefghijk"), ["bad kind"], ["k" * 64], ["ok"]])


_REPLACEMENTS = (
    _replace_partitions, _replace_pattern, _replace_selection, _replace_schedule, _replace_sensor, _replace_backfill,
    _replace_assets,
)  # fmt: skip


# ---- assets


def _base(random: Random, package: str) -> Draft:
    assets: list[PythonAsset] = []
    names = random.sample([f"{layer}_{noun}" for layer in LAYERS for noun in NOUNS], random.randint(2, 7))
    names.sort(key=lambda name: LAYERS.index(name.split("_")[0]))
    modules = random.randint(1, 3)
    for name in names:
        assets.append(_asset(random, name, modules, assets))
    if all(asset.external for asset in assets):
        assets[0].form = "asset"
    source_keys: dict[str, tuple[str, ...]] = {}
    models = _models(random, assets, source_keys) if random.random() < 0.4 else []
    _read_models(random, assets, models)
    orchestration: dict[str, Any] = {"asset_modules": [f"{package}.assets_{number}" for number in range(modules)]}
    floe: dict[str, Any] = {"name": random.choice(["shop", "web-shop", "E_commerce2"]), "version": "1.0.0"}
    if models:
        floe["transforms"] = [{"type": "dbt", "path": "."}]
        level = random.choice(["per_model", "per_model", "per_model", "job_level"])
        orchestration["dbt"] = {"manifest_path": "target/manifest.json", "observability_level": level}
    platform = _platform(random, floe) if random.random() < 0.4 else None
    if random.random() < 0.3:
        floe["observability"] = {"traces": random.random() < 0.5, "lineage": False}
    if random.random() < 0.2:
        floe["consumption"] = {"enabled": True, "port": 4000, "api_secret_ref": "cube-api"}
    if random.random() < 0.2:
        floe["governance"] = {"classification_source": "dbt_meta", "emit_lineage": True}
    floe["orchestration"] = orchestration
    return Draft(package, floe, platform, assets, models, {}, modules, OPS, source_keys)


def _asset(random: Random, name: str, modules: int, earlier: Sequence[PythonAsset]) -> PythonAsset:
    form = random.choice(FORMS)
    prefix: tuple[str, ...] = random.choice([(), (), (), ("raw",), ("lake", "raw")])
    if form == "floe_bare":
        return PythonAsset((name,), form, random.randrange(modules))
    asset = PythonAsset((*prefix, name), form, random.randrange(modules))
    if random.random() < 0.6:
        asset.group = random.choice([name.split("_")[0], "core", "sales_eu"])
    if form == "source":
        return asset
    if random.random() < 0.3:
        asset.tags = random.choice([{"tier": "1"}, {"pii": "yes", "domain": "sales"}, {"nightly": ""}])
    if random.random() < 0.2:
        asset.kinds = random.choice([["python"], ["duckdb", "sql"]])
    if random.random() < 0.2:
        asset.owners = random.choice([["team:data"], ["ann@acme.org"]])
    if earlier:
        count = min(len(earlier), random.choice([0, 1, 1, 2]))
        asset.deps = [other.key for other in random.sample(list(earlier), count)]
    if form != "graph" and random.random() < 0.15:
        # A name that is no key: Dagster looks for it in the group, or makes an external asset of it.
        asset.deps.append((random.choice(["crm_export", *(other.name for other in earlier)]),))
    if form.startswith("floe") and random.random() < 0.5:
        asset.outputs = [name.replace("_", ".", 1)]
        producers = [other for other in earlier if other.outputs]
        if producers and random.random() < 0.6:
            asset.inputs = [random.choice(producers).outputs[0]]
    return asset


def _models(random: Random, assets: Sequence[PythonAsset], source_keys: dict[str, tuple[str, ...]]) -> list[DbtModel]:
    """Models that read tables of any kind; ``source_keys`` takes the keys that some of those have by ``meta``."""
    tables = [table for asset in assets for table in asset.outputs]
    for asset in assets:
        if len(asset.key) == 2:
            tables.append(".".join(asset.key))
        elif random.random() < 0.5:
            # The whole key, or a name that Dagster may take for it within a group.
            tables.append(f"landing.{asset.name}")
            source_keys[tables[-1]] = random.choice([asset.key, (asset.name,)])
    models: list[DbtModel] = []
    for name in random.sample(
        ["stg_orders", "stg_users", "int_joined", "dim_users", "fct_orders"], random.randint(1, 4)
    ):
        model = DbtModel(name, random.choice(["silver", "gold", "", "silver/deep"]))
        model.materialized = random.choice(["view", "table", "table", "ephemeral" if models else "view"])
        model.refs = [other.name for other in random.sample(models, min(len(models), random.randint(0, 2)))]
        if random.random() < 0.5:
            model.sources = [random.choice([*tables, "crm.people"]), *random.sample(tables, min(len(tables), 1))]
            model.sources = list(dict.fromkeys(model.sources))
        if random.random() < 0.3:
            model.tags = [random.choice(["nightly", "pii"])]
        if random.random() < 0.2:
            model.group = "finance"
        model.tested = random.random() < 0.4
        if random.random() < 0.15:
            model.kind, model.refs, model.sources, model.materialized = "seed", [], [], "seed"
        models.append(model)
    return models


def _read_models(random: Random, assets: list[PythonAsset], models: list[DbtModel]) -> None:
    """Let an asset read the table of a model, where no model reads one of theirs: nothing can go round then."""
    readers = [asset for asset in assets if asset.form.startswith("floe") and asset.form != "floe_bare"]
    written = [model for model in models if model.materialized != "ephemeral"]
    if readers and written and not any(model.sources for model in models):
        random.choice(readers).inputs.append(f"main.{random.choice(written).name}")


def _platform(random: Random, floe: dict[str, Any]) -> dict[str, Any]:
    profile = random.choice(["default", "lake"])
    if profile != "default":
        floe["storage"] = profile
    return {
        "version": "1.0.0",
        "storage": {"default": {"type": "local"}, profile: {"type": "local"}},
        "catalogs": {"default": {"type": "sql", "uri": "sqlite:///.floe/catalog.db", "warehouse": ".floe/warehouse"}},
        "compute": {"default": {"type": "duckdb", "properties": {"path": ".floe/shop.duckdb"}}},
    }


def runnable(draft: Draft) -> list[str]:
    """Keys of the assets that a run can materialize."""
    python = [asset.user_key for asset in draft.assets if not asset.external]
    if draft.dbt_is_one_asset:
        return [*python, PROJECT]
    return python + [model.name for model in draft.models if model.materialized != "ephemeral"]


# ---- partitions and patterns


def _sound_partitions(random: Random, draft: Draft) -> tuple[str, KnownSet] | None:
    if random.random() < 0.4:
        return None
    known = random.choice(SOUND)
    draft.section("partitions")["main_set"] = copy.deepcopy(known.entry)
    if random.random() < 0.3:
        draft.section("partitions")["unused_set"] = copy.deepcopy(random.choice(SOUND).entry)
    return "main_set", known


def _sound_patterns(random: Random, draft: Draft, partitions: tuple[str, KnownSet] | None) -> set[str]:
    """Patterns that do not overlap. Returns the partitioned assets."""
    partitioned: set[str] = set()
    for layer in random.sample(LAYERS, random.randint(0, 3)):
        entry: dict[str, Any] = {}
        matched = [asset for asset in draft.assets if asset.name.startswith(f"{layer}_")]
        if not matched or all(asset.external for asset in matched):
            continue
        if partitions is not None and random.random() < 0.7:
            entry["partitions"] = partitions[0]
            partitioned |= {asset.user_key for asset in matched if not asset.external}
        if random.random() < 0.3:
            entry["group_name"] = f"{layer}_layer"
        if random.random() < 0.2:
            entry["compute_kind"] = random.choice(["python", "duckdb"])
        if random.random() < 0.3:
            choices = ["eager", "on_missing"]
            if partitions is not None and "partitions" in entry and partitions[1].has_time:
                choices.append("on_cron")
            entry["automation_condition"] = random.choice(choices)
        if random.random() < 0.2:
            entry["backfill_policy"] = random.choice(["lazy", "eager"])
        if entry:
            draft.section("assets")[random.choice([f"{layer}_*", f"{layer}_[a-z]*", f"{{{layer},x}}_*"])] = entry
    return partitioned


def _any_partitions(random: Random) -> dict[str, Any]:
    if random.random() < 0.5:
        return copy.deepcopy(random.choice(SOUND).entry)
    kind = random.choice(["time_window", "time_window", "time_window", "static", "multi"])
    if kind == "static":
        return {"type": "static", "partition_keys": copy.deepcopy(random.choice(ODD_KEYS))}
    if kind == "multi":
        names = random.sample(["date", "region", "size"], 2)
        simple = [known.entry for known in SOUND if known.entry["type"] in ("time_window", "static")]
        dimensions = {name: copy.deepcopy(random.choice(simple)) for name in names}
        for dimension in dimensions.values():
            if dimension["type"] == "time_window":
                # Two open windows would soon have millions of partitions.
                dimension.setdefault("end", "2024-03-01")
        return {"type": "multi", "partitions": dimensions}
    entry = {"type": "time_window", "start": "2024-01-01", "cron_schedule": "0 0 * * *", "end": "2024-03-01"}
    for field, values in random.sample(
        [("start", ODD_TIMES), ("cron_schedule", (*CRONS, *ODD_CRONS)), ("timezone", ODD_ZONES), ("end", ODD_TIMES)],
        random.randint(1, 2),
    ):
        entry[field] = random.choice(values)
    if random.random() < 0.5:
        entry["fmt"] = random.choice(ODD_FMTS)
    return entry


# ---- jobs


def _batch_job(draft: Draft, name: str, terms: list[Selection], random: Random) -> None:
    entry: dict[str, Any] = {"type": "batch", "selection": [to_text(term) for term in terms]}
    if len(terms) == 1 and random.random() < 0.2:
        entry["selection"] = entry["selection"][0]
    if random.random() < 0.3:
        entry["description"] = "Refresh it; see https://wiki.acme.org/floe"
    if random.random() < 0.2:
        entry["tags"] = {"team": "core"}
    draft.section("jobs")[name] = entry
    selection = terms[0]
    for term in terms[1:]:
        selection = Joint("or", selection, term)
    draft.selections[name] = selection


def _ops_jobs(random: Random, draft: Draft) -> None:
    ops = f"{draft.package}.ops"
    entry: dict[str, Any]
    for name in random.sample(["vacuum", "report", "inspect_tables"], random.randint(1, 2)):
        entry = {"type": "ops", "target_function": f"{ops}.{name}"}
        if name == "vacuum" and random.random() < 0.6:
            entry["args"] = {"retention_days": 7, "dry_run": True}
        if name == "report":
            entry["args"] = {"tables_like": ["a", "b"], "depth": 1.5, "nested": {"a": 1}}
        if name == "inspect_tables":
            entry["args"] = {"level": 3}
        draft.section("jobs")[f"{name}_job"] = entry


def _anchored(random: Random, draft: Draft) -> Selection:
    """A selection that surely holds an asset that a run can materialize."""
    key = random.choice(runnable(draft))
    attribute = random.choice(NAMED)
    leaf = Leaf(attribute, key)
    asset = next((asset for asset in draft.assets if asset.user_key == key), None)
    choices: list[Selection] = [leaf, Walk(leaf, None, 0), Walk(leaf, 0, None), Walk(leaf, random.randint(1, 3), 1)]
    choices += [Ends("sinks", Walk(leaf, 0, None)), Joint("and", leaf, Walk(leaf, 1, 1)), Leaf("all")]
    overridden = any("group_name" in entry for entry in draft.floe["orchestration"].get("assets", {}).values())
    if asset is not None and not overridden:
        choices.append(Leaf("group", asset.group or "default"))
    if asset is not None and asset.tags:
        name, value = random.choice(sorted(asset.tags.items()))
        choices.append(Leaf("tag", name, value))
    if asset is not None and asset.kinds:
        choices.append(Leaf("kind", asset.kinds[0]))
    if asset is not None and asset.owners:
        choices.append(Leaf("owner", asset.owners[0]))
    return random.choice(choices)


def _any_selection(random: Random, draft: Draft, depth: int) -> Selection:
    if depth == 0 or random.random() < 0.4:
        keys = [asset.user_key for asset in draft.assets] + [model.name for model in draft.models]
        leaves = [Leaf(attribute, random.choice(keys)) for attribute in NAMED]
        leaves += [Leaf("group", name) for name in ("bronze", "core", "default", "gold", "nope", "one", "silver")]
        leaves += [Leaf("tag", "tier", "1"), Leaf("tag", "pii"), Leaf("tag", "pii", "yes"), Leaf("tag", "nightly")]
        leaves += [Leaf("kind", "python"), Leaf("kind", "dbt"), Leaf("owner", "team:data"), Leaf("key", "*orders")]
        leaves += [Leaf("key", "raw/*"), Leaf("key", "nothing_*"), Leaf("all")]
        return random.choice(leaves)
    kind = random.choice(["walk", "walk", "not", "and", "or", "ends"])
    child = _any_selection(random, draft, depth - 1)
    if kind == "walk":
        up, down = random.choice([(None, 0), (0, None), (1, 0), (0, 1), (2, 1), (None, None)])
        return Walk(child, up, down)
    if kind == "not":
        return Inverse(child)
    if kind == "ends":
        return Ends(random.choice(["sinks", "roots"]), child)
    return Joint("and" if kind == "and" else "or", child, _any_selection(random, draft, depth - 1))


# ---- what starts jobs


def selected_keys(draft: Draft, selection: Selection) -> set[str]:
    """Keys that may be in a selection of a valid project; more than there are, never fewer."""
    if isinstance(selection, Leaf):
        if selection.attribute in ("name", "asset", "key"):
            return {selection.value}
        return set(runnable(draft))
    if isinstance(selection, (Walk, Ends, Inverse)):
        return set(runnable(draft))
    return selected_keys(draft, selection.left) | selected_keys(draft, selection.right)


def _sound_schedules(random: Random, draft: Draft, partitioned: set[str]) -> None:
    jobs = list(draft.section("jobs"))
    for name in ["nightly", "weekly"][: random.randint(0, 2)]:
        job = random.choice(jobs)
        entry: dict[str, Any] = {"job": job, "cron_schedule": random.choice(CRONS)}
        if random.random() < 0.6:
            entry["timezone"] = random.choice(ZONES)
        if random.random() < 0.4:
            entry["enabled"] = random.random() < 0.5
        selection = draft.selections.get(job)
        if isinstance(selection, Leaf) and selected_keys(draft, selection) <= partitioned:
            entry["partition_selector"] = random.choice(["latest", "all"])
        draft.section("schedules")[name] = entry


def _sound_sensors(random: Random, draft: Draft) -> None:
    """Sensors that cannot start each other: those on runs and on assets start ops jobs."""
    jobs = list(draft.section("jobs"))
    ops = [job for job in jobs if job not in draft.selections]
    batch = [job for job in jobs if job in draft.selections]
    for name in random.sample(["arrivals", "rebuilt", "failures", "flag"], random.randint(0, 3)):
        entry: dict[str, Any]
        if name == "arrivals":
            entry = {"type": "file_watcher", "job": random.choice(jobs), "path": "./incoming/", "pattern": "*.csv"}
        elif name == "rebuilt":
            watched = random.sample(runnable(draft), random.randint(1, min(2, len(runnable(draft)))))
            entry = {"type": "asset_sensor", "job": random.choice(ops), "watched_assets": watched}
        elif name == "failures":
            status = random.choice(["SUCCESS", "FAILURE", "STARTED", "CANCELED"])
            entry = {"type": "run_status", "job": random.choice(ops), "watched_jobs": batch, "status": status}
        else:
            function = random.choice(["look", "idle"])
            entry = {"type": "custom", "job": random.choice(jobs), "target_function": f"{draft.package}.ops.{function}"}
            if function == "look":
                entry["args"] = {"threshold": 5}
        if random.random() < 0.5:
            entry["poll_interval_seconds"] = random.choice([10, 60])
        draft.section("sensors")[name] = entry


def _any_sensor(random: Random, draft: Draft, jobs: Sequence[str]) -> dict[str, Any]:
    kind = random.choice(["file_watcher", "asset_sensor", "run_status", "custom"])
    entry: dict[str, Any] = {"type": kind, "job": random.choice(jobs)}
    if kind == "file_watcher":
        entry |= {
            "path": random.choice(["./incoming/", "incoming", "/tmp/none"]),
            "pattern": random.choice(["*", "*.csv"]),
        }
    elif kind == "asset_sensor":
        keys = [asset.user_key for asset in draft.assets] + [model.name for model in draft.models]
        entry["watched_assets"] = random.sample(keys, min(len(keys), random.randint(1, 2)))
    elif kind == "run_status":
        entry["watched_jobs"] = random.sample(list(jobs), random.randint(1, min(2, len(jobs))))
        entry["status"] = random.choice(["SUCCESS", "FAILURE"])
    else:
        entry["target_function"] = f"{draft.package}.ops.{random.choice(['look', 'idle'])}"
    return entry


def _sound_backfills(random: Random, draft: Draft, partitioned: set[str], known: KnownSet) -> None:
    jobs = [
        job
        for job, selection in draft.selections.items()
        if isinstance(selection, Leaf) and selected_keys(draft, selection) <= partitioned
    ]
    if jobs and random.random() < 0.7:
        start = random.randrange(len(known.keys))
        draft.section("backfills")["history"] = {
            "job": random.choice(jobs),
            "partition_range": {
                "start": known.keys[start],
                "end": known.keys[random.randrange(start, len(known.keys))],
            },
            "batch_size": random.randint(1, 5),
        }
