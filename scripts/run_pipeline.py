"""Runs a job of a floe project for the newest partition and prints what was materialized.

``python scripts/run_pipeline.py examples/ecommerce ecommerce full_pipeline``; used by ``make demo``.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from datetime import datetime, timezone

ROWS = ("rows", "validated_rows", "dagster/row_count")


def main(folder: str, namespace: str, job_name: str) -> int:
    """Run the job in this process; 0 when it succeeds."""
    warnings.simplefilter("ignore")
    os.chdir(folder)
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DO_NOT_TRACK", "1")
    from floe_dagster import FloeDefinitions
    from floe_dagster.commands.backfill import instance_for
    from floe_dagster.loading.partition_choice import chosen_partitions, job_partitions
    from floe_dagster.project import find_floe_file

    definitions = FloeDefinitions.from_compiled_artifacts(namespace=namespace)
    repository = definitions.get_repository_def()
    floe = find_floe_file(namespace, None)
    with instance_for(floe.parent) as instance:
        partitions = job_partitions(repository, job_name)
        key = None
        if partitions is not None:
            key = chosen_partitions(partitions, "latest", datetime.now(timezone.utc), instance)[-1]
        print(f"running {job_name}" + (f" for partition {key}" if key else ""), flush=True)
        logging.disable(logging.CRITICAL)
        result = repository.get_job(job_name).execute_in_process(
            partition_key=key, instance=instance, raise_on_error=False
        )
        catalog = definitions.resources["catalog"]
        print("materialized:")
        for event in result.get_asset_materialization_events():
            metadata = {name: value.value for name, value in event.materialization.metadata.items()}
            rows = next((metadata[name] for name in ROWS if name in metadata), None)
            table = repository.asset_graph.get(event.asset_key).metadata.get("dagster/table_name")
            if rows is None and table is not None:
                rows = catalog.read_table(".".join(str(table).split(".")[-2:])).num_rows
            print(f"  {event.asset_key.to_user_string():<24} {'' if rows is None else f'{rows} rows'}")
        for event in result.all_events:
            if event.is_step_failure:
                print(f"  {event.step_key} failed: {event.step_failure_data.error_display_string}", file=sys.stderr)
    print("succeeded" if result.success else "failed")
    return 0 if result.success else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
