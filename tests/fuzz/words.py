"""The words of each language, of which the fuzzer makes its inputs."""

from __future__ import annotations

_YAML = ("- ", ": ", "\n", "\n  ", "{", "}", "[", "]", "&a ", "*a", "<<: *a", "|\n", ">-\n", "'", '"', "# ", "---\n",
         "...\n", "!!str ", "!x ", "%YAML 1.1\n", "? ", "~", "null", "0x1F", "1e5", ".inf", "\t", "\r\n", "\u2028",
         "\u0085", "\ufeff", "\U0001f600", "${A}", "${B:-c}")  # fmt: skip
_FLOE = ("name", "version", "storage", "catalog", "compute", "transforms", "orchestration", "asset_modules", "dbt",
         "partitions", "assets", "jobs", "schedules", "sensors", "backfills", "type", "batch", "ops", "selection",
         "target_function", "args", "job", "cron_schedule", "timezone", "time_window", "static", "multi", "dynamic",
         "start", "end", "fmt", "partition_keys", "file_watcher", "asset_sensor", "run_status", "custom", "path",
         "watched_assets", "watched_jobs", "status", "partition_range", "governance", "observability", "x-a",
         "# floe: ignore[", "s3://a/b", "eu-west-1", "10.0.0.1:80", "0 0 * * *", "2024-01-01", "group:a",
         "automation_condition", "on_cron", "eager")  # fmt: skip

WORDS: dict[str, tuple[str, ...]] = {
    "yaml": _YAML,
    "project": (*_YAML, *_FLOE),
    "interpolation": ("${", "}", ":", ":-", "$", "A", "_b9", " ", "$${", "${A:", "é"),
    "selection": ("+", "*", "(", ")", " and ", " or ", "not ", "group:", "key:", "asset:", "tag:", "owner:", "kind:",
                  "is:", "sinks(", "roots(", '"', "=", "<null>", "a", "raw/b", "g", "2+", "+1", "'", "\\"),
    "cron": ("* ", "*/", "-", ",", "L", "W", "#", "?", "R", "@daily", "@yearly", "mon", "JAN", "sun", "0 ",
            "31 ", "29 ",
             "2 ", "7", "R(0-5)", "H", "L-3"),
    "manifest": ("metadata", "nodes", "sources", "parent_map", "child_map", "dbt_schema_version", "unique_id", "config",
                 "https://schemas.getdbt.com/dbt/manifest/v12.json", "resource_type", "model", "test", "depends_on",
                 "meta", "dagster", "asset_key", "group", "tags", "fqn", "{", "}", "[", "]", ":", ",", "null", '"'),
    "module": ("def ", "class ", "@asset", "@floe_asset", "@multi_asset", "AssetSpec(", "AssetKey(",
            "deps=[", "import ",
               "from . import *", "for ", "if ", "globals()", "lambda: ", "[", "]", "(", ")", "{", "}", "**",
               "=", ":\n ",
               "\n", "name=", "key_prefix=", "group_name=", "specs=", "outs=", "return ", "yield", "try:\n ", "match ",
               "f'{", "'", "from dagster import *\n", "__all__", "+", "%", "*", "exec(", "async ", "with ", ".append("),
}  # fmt: skip
