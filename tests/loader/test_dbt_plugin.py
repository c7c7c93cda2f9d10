"""What the plugin adds to dbt-duckdb."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pyarrow as pa
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.environments.local import LocalEnvironment
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import SourceConfig

from floe_dagster.dbt_plugin import load_sources_in_turn

THREADS = 4


class _Small(BasePlugin):
    def load(self, _source_config: SourceConfig) -> Any:
        return pa.table({"number": [1]})


def test_threads_of_dbt_load_sources_of_one_schema() -> None:
    """Without turns, DuckDB refuses some: "Catalog write-write conflict on create"."""
    load_sources_in_turn()
    credentials = DuckDBCredentials(database="memory", schema="main", path=":memory:")
    database: Any = LocalEnvironment(credentials)
    database._plugins = {"small": _Small("small", {}, credentials)}
    together = Barrier(THREADS)

    def load(turn: int, thread: int) -> None:
        together.wait()
        table = f"orders_{thread % 2}"
        database.load_source(
            "small",
            SourceConfig(name="orders", identifier=table, schema=f"raw_{turn}", database=None, meta={}, tags=[]),
        )

    with ThreadPoolExecutor(THREADS) as pool:
        for turn in range(20):
            for done in [pool.submit(load, turn, thread) for thread in range(THREADS)]:
                done.result()
    made = database.handle().cursor().execute("select count(*) from information_schema.tables").fetchone()
    assert made == (40,)
