"""The commands as typer sees them; what they do is imported when one is called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, Optional

import typer

Path = Annotated[
    Optional[str],  # noqa: UP045  typer reads the annotation on Python 3.10
    typer.Option("--floe-file", help="The floe.yaml; without it the nearest one.", show_default=False),
]


def compile_project(
    path: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="A floe.yaml or its folder; without it the nearest one.", show_default=False),
    ] = None,
    no_dbt: Annotated[bool, typer.Option("--no-dbt", help="Take the dbt manifest as it is.")] = False,
) -> None:
    """Lint, let dbt parse its models, lint again with the manifest, and write .floe/compiled_artifacts.json."""

    def run() -> int:
        from floe_dagster.commands.compile import compile_artifacts

        return compile_artifacts(path, parse_dbt=not no_dbt)

    raise typer.Exit(_with_extra("compile", run))


def backfill(
    name: Annotated[str, typer.Argument(help="A backfill of floe.yaml.", show_default=False)],
    floe_file: Path = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would run, and run nothing.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Run partitions again that are done.")] = False,
) -> None:
    """Materialize the partitions of a backfill, a batch at a time; goes on where it was interrupted."""

    def run() -> int:
        from floe_dagster.commands.backfill import run_backfill

        return run_backfill(name, floe_file, dry_run=dry_run, restart=restart)

    raise typer.Exit(_with_extra("backfill", run))


def _with_extra(command: str, run: Callable[[], int]) -> int:
    try:
        return run()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("dagster", "dagster_dbt", "dbt", "pyiceberg"):
            print(
                f'floe {command}: needs "{error.name}", which is not installed; run: pip install "floe-lint[dagster]"',
                file=sys.stderr,
            )
            return 2
        raise
