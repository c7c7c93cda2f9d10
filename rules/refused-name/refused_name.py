"""A name that Dagster refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floe_lint.problem import At, Problem
from floe_lint.project.project import Project

# Dagster 1.13, dagster._core.definitions.utils.DISALLOWED_NAMES; a test compares.
RESERVED = frozenset(
    (
        "context conf config meta arg_dict dict input_arg_dict output_arg_dict int str float bool "
        "input output type False None True and as assert async await break "
        "class continue def del elif else except finally for from global if "
        "import in is lambda nonlocal not or pass raise return try while "
        "with yield "
    ).split()
)
_KEY_PART = re.compile(r"[A-Za-z0-9_.-]+\Z")
_GROUP = re.compile(r"[A-Za-z0-9_]+(?:/[A-Za-z0-9_]+)*\Z")


def check(project: Project) -> Iterator[Problem]:
    """One problem for each refused name, in floe.yaml, the asset modules and the manifest."""
    declarations = project.declarations
    for kind, entries in (
        ("job", declarations.jobs),
        ("schedule", declarations.schedules),
        ("sensor", declarations.sensors),
    ):
        for name, entry in entries.items():
            if name in RESERVED:
                yield Problem(
                    At(entry.route, key=True),
                    f'{kind} "{name}" has a name that Dagster keeps for itself; "{name}_{kind}" would do',
                )
    for asset in project.catalog.assets:
        if asset.origin != "python" or asset.place is None:
            continue
        parts = asset.key.split("/")
        if parts[-1] in RESERVED and len(parts) == 1:
            yield Problem(asset.place, f'asset "{asset.key}" has a name that Dagster keeps for itself; give it another')
        elif not all(_KEY_PART.match(part) for part in parts):
            yield Problem(
                asset.place,
                f'asset "{asset.key}" has a name that Dagster refuses: only letters, digits, "_", "." and "-"',
            )
    yield from _groups(project)
    for refused in project.catalog.dbt.refused if project.catalog.dbt is not None else ():
        yield Problem(
            At(("orchestration", "dbt", "manifest_path")), f'dbt node "{refused.unique_id}": {refused.reason}'
        )


def _groups(project: Project) -> Iterator[Problem]:
    """Groups as the modules name them: Dagster refuses one also where a pattern would set another."""
    seen = set()
    for module in project.catalog.modules:
        for asset in module.facts.assets if module.facts is not None else ():
            if asset.group is None or asset.key is None or _GROUP.match(asset.group) or asset.place in seen:
                continue
            seen.add(asset.place)
            yield Problem(
                asset.place,
                f'asset "{"/".join(asset.key)}" is in group "{asset.group}", which Dagster refuses: '
                'only letters, digits and "_", with "/" between parts',
            )
