"""Innocent texts, in all kinds of places, give no finding."""

from __future__ import annotations

import pytest

from tests.boundary.planting import quoted, seen

TEXTS = [
    # times, dates, crons, durations
    "12:30", "06:00:00", "23:59:59.999", "2024-01-01", "2024-01-01T12:30", "2024-01-01T12:30:00Z",
    "2024-01-01 00:00:00+02:00", "2024-W05", "2024-Q1", "20240101", "2024-01-01-12:30", "%Y-%m-%d",
    "%Y-%m-%d-%H:%M", "%d.%m.%Y %H:%M:%S", "0 6 * * *", "*/5 * * * *", "0 0 * * 1-5", "0 0 L * *", "@daily",
    "@hourly", "PT30M", "P1DT12H", "30s", "5m", "1h30m", "last 7 days",
    # time zones, locales, currencies
    "UTC", "America/New_York", "Europe/Berlin", "Etc/GMT+5", "Asia/Kolkata", "Australia/Lord_Howe", "de_DE.UTF-8",
    "en-US", "pt-BR", "EUR", "USD/EUR",
    # business regions
    "us-east", "us-west", "eu-central", "ap-southeast", "us", "eu", "emea", "apac", "north-america", "EU-West",
    "latam-south", "me-central", "de-north", "asia-pacific", "us-central", "europe-west", "region 1", "uk-south",
    # numbers and ratios
    "3:4", "16:9", "1:1000", "0.5", "1e-3", "1_000", "100%", "50 % off", "+49 30 1234567", "1.2.3.4", "0x1F",
    "1:2:3", "99.99", "10:20:30:40", "5:443",
    # versions, images, packages, references to code
    "1.0.0", "v2.1.0-rc.1+build.5", ">=1.13,<1.14", "repo:1.2", "python:3.11-slim", "redis:7", "postgres:16-alpine",
    "node:18", "acme/orders:2024.1", "dagster==1.13.0", "pkg[extra]>=2", "git+main", "sha256:abc", "latest",
    "my_pipeline.assets.bronze", "x.s3.endpoints", "acme.cloud.storage", "shop.ops.vacuum.vacuum_old_snapshots",
    "pandas.core.internals", "typing.Dict[str, Any]", "list[int]", "builtins.str", "collections.abc.Mapping",
    "np.float64", "datetime.timedelta(days=1)", "torch.nn.Linear", "sklearn.svm.SVC", "os.path.join",
    "concurrent.futures", "threading.local()", "function:handler", "module:attribute", "package.module:Class.method",
    # files and paths
    "file.csv:12", "models/orders.sql:120", "loader.py:30", "./incoming/", "../data/raw", "~/incoming", "/var/data/in",
    "/data//double", "C:\\data\\in", "c:/data/in", "D:\\Users\\jane\\x.csv", "customers_*.csv", "**/*.parquet",
    "data/{date}/orders_{region}.json", "target/manifest.json", ".env.local", "settings.local", "config.local.yaml",
    "docker-compose.local.yml", "s3_export/orders.csv", "reports/2024/01.pdf", "a.tar.gz", "projects/sales/reports",
    "subscriptions/monthly", "servers.csv", "hosts.txt", "endpoint_stats.parquet", "id_rsa.pub", "notes.md:5",
    # people and messages
    "jane@acme.io", "data-team@acme.co.uk", "jane.doe+etl@example.com", "Jane Doe <jane@acme.io>", "@data-team",
    "#data-alerts", "team:core", "owner: jane", "ask jane: she knows", "Re: orders", "TODO: nothing", "a - b - c",
    # selections and tags
    'key:"bronze_orders"', "tag:team=core", "group:eu-west", "group:bronze", "asset:external_data", "+customer_orders",
    "revenue_by_product+", "2+x", "kind:python", "owner:jane@acme.io", "(group:a or group:b) and not tag:x=y",
    "tag:priority=5000", "key:a/b",
    # SQL, expressions, formats, mark-up
    "select a, b from orders where id = 5", "select * from raw.orders where ts > '12:30'", "a.b.c = d.e",
    "CREATE TABLE orders (id int)", "{{ ref('orders') }}", "{{ env_var('X') }}", "$.items[0].id", "^[a-z]+$",
    "s/a/b/", "x -> y", "<b>bold</b>", "key=value", "a=1;b=2", "a|b|c", "host", "port", "bucket", "endpoint", "token",
    "password", "server=web", "customers.email", "orders@v2", "[link](docs/readme.md)", "50:50 split",
    # identifiers
    "6f1c2d3e-0000-4a5b-8c9d-112233445566", "d41d8cd98f00b204e9800998ecf8427e", "9fceb02", "a1b2c3d4e5f6",
    "4bf92f3577b34da6a3ce929d0e0e4736", "ISBN 978-3-16-148410-0", "SKU-12345-DE", "EPSG:4326", "urn:isbn:0451450523",
    "user:12345", "order:98765", "ISO-8601:2004", "DE89370400440532013000", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    # IPv6-like, MAC, hex
    "aa:bb:cc:dd:ee:ff", "fe80::1", "::1", "dead:beef", "c0:ff:ee",
    # words of the trade
    "arn", "s3", "gs", "jdbc", "postgresql", "kafka", "akia", "eyj", "private key", "access key rotation",
    "service discovery", "internal", "local", "svc", "consul", "internal.orders", "regional", "hosted", "localhost",
    "db.acme.io", "acme.io", "shop.example.com", "warehouse berlin", "token bucket", "time bucket", "checkpoint",
    # languages
    "Größe: 12 €", "données de l'été", "日本語のテキスト", "Заказы за день", "naïve café", "¡olé!", "🙂 ok", "a\u00a0b",
    # variables
    "${DB_PASSWORD}", "${REGION}", "${SCHEDULE_ENABLED:true}", "${DAYS:30}", "${X:-./incoming}", "${CRON:0 6 * * *}",
    "prefix_${NAME}_suffix", "${A}:${B}", "${HOST}", "$HOME/data", "%(name)s", "{name}", "100%25",
]  # fmt: skip

PLACES = {
    "argument": "orchestration:\n  jobs:\n    j: {{type: ops, args: {{note_value: {0}}}}}\n",
    "deep": "orchestration:\n  jobs:\n    j: {{type: ops, args: {{a: {{b: [{{c: [1, {0}]}}]}}}}}}\n",
    "list": "x-held:\n  - {0}\n",
    "holder": "x-held:\n  value: {0}\n",
    "policy": "governance:\n  policies:\n    - rule: {0}\n",
    "attribute": "observability:\n  attributes: {{team: {0}}}\n",
    "tag": "orchestration:\n  jobs:\n    j: {{type: batch, tags: {{team: {0}}}}}\n",
    "partition key": "orchestration:\n  partitions:\n    p: {{type: static, partition_keys: [{0}]}}\n",
    "range": "orchestration:\n  backfills:\n    b: {{partition_range: {{start: {0}, end: {0}}}}}\n",
    "description": "orchestration:\n  jobs:\n    j: {{type: batch, description: {0}}}\n",
    "selection": "orchestration:\n  jobs:\n    j: {{type: batch, selection: [{0}]}}\n",
    "module": "orchestration:\n  asset_modules: [{0}]\n",
    "sensor path": "orchestration:\n  sensors:\n    s: {{type: file_watcher, path: {0}, pattern: {0}}}\n",
    "sensor argument": "orchestration: {{sensors: {{s: {{type: custom, args: {{file_path: {0}, level: {0}}}}}}}}}\n",
    "consumption": "consumption:\n  database_type: {0}\n",
    "default": "x-held:\n  value: {1}\n",
    "job name": "orchestration:\n  jobs:\n    {0}: {{type: batch}}\n",
    "asset pattern": "orchestration:\n  assets:\n    {0}: {{group_name: a}}\n",
    "dimension": "orchestration:\n  partitions:\n    p: {{type: multi, partitions: {{{0}: {{type: dynamic}}}}}}\n",
    "time zone": "orchestration:\n  schedules:\n    s: {{timezone: {0}, cron_schedule: {0}}}\n",
}

KEYS = [
    "region", "zone", "timezone", "port", "retention_days", "dry_run", "max_tokens", "token_count", "tokens",
    "partition_key", "primary_key", "sort_key", "key", "keys", "foreign_key", "api_secret_ref", "db_secret_ref",
    "secret_ref", "password_ref", "bucket_ref", "endpoint_ref", "time_bucket", "num_buckets", "bucket_size",
    "bucketing",
    "hosted_by", "ghost", "host_count", "service", "service_name", "project", "project_id", "account", "account_id",
    "tenant_id", "warehouse_id", "warehouses", "namespace", "catalog", "storage", "compute", "schema", "database",
    "table", "url_column", "path", "file_path", "source", "target", "role", "user", "username", "email", "owner",
    "checkpoint", "serverless", "observer", "learn", "container", "cluster_by", "access_level", "security_level",
    "connection", "location", "availability", "environment", "env", "curl", "description", "docs",
]  # fmt: skip

IN_DESCRIPTIONS = [
    "See https://wiki.acme.io/runbooks/orders#restart for what to do",
    "Described in https://wiki/bronze and [the guide](https://docs.dagster.io/guides/build).",
    "https://docs.getdbt.com/reference/node-selection/syntax",
    "Owner: jane@acme.io; runs at 12:30 and 18:00, ratio 3:4, see models/orders.sql:12",
    "Reads orders of us-east-1 customers (region codes are explained at https://docs.aws.amazon.com/general)",
    "Ask for the password: it is kept elsewhere. The token is rotated monthly",
    "For internal use only; copy settings.local first",
    "Paths must not start with s3:// or gs://",
    "Uses threading.local and pandas.core.internals",
    "Ticket https://github.com/acme/shop/issues/12, dashboard https://acme.looker.com/dashboards/5",
    "line one\nline two: https://wiki.acme.io/a\n\nline four at 06:00",
]


@pytest.mark.parametrize("place", PLACES)
def test_innocent_values(place: str) -> None:
    wrong = {}
    for text in TEXTS:
        default = text.replace("${", "").replace("}", "")
        document = PLACES[place].format(quoted(text), quoted(f"${{SOME_NAME:{default}}}"))
        found = [item for item in seen(f"name: shop\n{document}") if item.rule]
        if found:
            wrong[text] = found
    assert wrong == {}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", ['"orders"', "16", "true", '"${SOME_NAME}"', "[a, b]", "{a: b}"])
def test_innocent_keys(key: str, value: str) -> None:
    found = [
        seen(f"name: shop\n{text}")
        for text in (
            f"x-held:\n  {key}: {value}\n",
            f"orchestration:\n  jobs:\n    j: {{type: ops, args: {{deep: {{{key}: {value}}}}}}}\n",
            f"orchestration:\n  sensors:\n    s: {{type: custom, args: {{{key}: {value}}}}}\n",
        )
    ]
    assert found == [[], [], []]


@pytest.mark.parametrize("text", IN_DESCRIPTIONS)
def test_innocent_descriptions(text: str) -> None:
    value = quoted(text)
    assert seen(f"orchestration:\n  jobs:\n    j: {{type: batch, description: {value}}}\n") == []
    assert seen(f"x-held: {{description: {value}, notes: [{value}]}}\n") == []


def test_names_that_users_choose() -> None:
    names = ["bucket", "endpoint", "us-east-1", "host", "region", "password", "access_key", "warehouse"]
    text = "orchestration:\n  jobs:\n" + "".join(f"    {name}: {{type: batch}}\n" for name in names)
    text += "  assets:\n" + "".join(f'    "{name}": {{group_name: a}}\n' for name in names)
    text += "  partitions:\n    region: {type: static, partition_keys: [us-east-1, eu-west-1]}\n"
    text += "    m: {type: multi, partitions: {region: {type: dynamic}, host: {type: dynamic}}}\n"
    assert seen(text) == []


def test_comments_hold_what_they_like_but_credentials() -> None:
    assert seen("# see https://wiki.acme.io, s3://lake, http://marquez:5000, us-east-1\nname: a\n") == []


def test_what_consumption_may_hold() -> None:
    text = """
consumption:
  enabled: true
  port: 4000
  host: cube
  api_secret_ref: cube-secret
  database_type: duckdb
  dev_mode: "${CUBE_DEV:false}"
  pre_aggregations: {refresh_schedule: "*/30 * * * *", timezone: UTC}
  security: {row_level: true, filter_column: organization_id}
"""
    assert seen(text) == []


def test_masking_policies_name_columns_not_secrets() -> None:
    text = """
governance:
  policies:
    masking: {password: hash, api_token: redact_9f8Ae2b7Cc41D0x6, host: drop}
    columns: {password: sha256, endpoint: keep}
"""
    assert seen(text) == []


def test_a_reference_to_a_variable_is_no_secret() -> None:
    text = 'x-held: {password: "${DB_PASSWORD}", token: "${TOKEN}", api_key: "${API_KEY:}"}\n'
    assert seen(text, environment={"DB_PASSWORD": "hunter2", "TOKEN": "9f8Ae2b7Cc41D0x6"}) == []
