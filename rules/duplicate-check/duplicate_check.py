"""Two tests of dbt become one asset check."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each check that two tests become, or that has the output of an asset."""
    catalog = project.catalog
    for same in catalog.dbt.duplicate_checks if catalog.dbt is not None else ():
        # The loader makes one definition of the dbt assets of one partition set; others share no outputs.
        owners = [catalog.by_key[key] for key in same.keys if key in catalog.by_key]
        if len({(owner.partitions, "partitions" in owner.unset) for owner in owners}) > 1:
            continue
        names = " and ".join(f'"{unique_id}"' for unique_id in same.unique_ids)
        if len(same.keys) == 1 and all(unique_id.startswith("test.") for unique_id in same.unique_ids):
            (key,) = same.keys
            message = (
                f'dbt\'s {names} become one asset check of "{key}", and runs with both fail; '
                'give one of them a "name" of its own'
            )
        else:
            message = f'dbt\'s {names} get one output "{same.output}" in Dagster; give one of them another name'
        yield Problem(At(("orchestration", "dbt", "manifest_path")), message)
