"""What the rules that ran wanted to know of a project and could not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from floe_lint.findings.finding import Unchecked
from floe_lint.judging.run import Run

if TYPE_CHECKING:
    from floe_lint.project.asset_catalog import AssetCatalog

_EVERY_ASSET = "what depends on knowing every asset"
_DBT_MODELS = "what refers to dbt models"
_BEYOND_NAMES = "what refers to dbt models other than by name"


def unchecked(run: Run, *, has_errors: bool) -> Iterator[Unchecked]:
    """What was not checked under one environment; nothing where no rule asked for the assets.

    A missing or broken file is left out where there are errors: one of them says so.
    """
    catalog: AssetCatalog | None = vars(run.project).get("catalog")
    for unknown in catalog.unknowns if catalog is not None else ():
        if unknown.cause == "file" and has_errors:
            continue
        is_manifest = unknown.cause == "manifest"
        yield Unchecked(
            project=run.show_path(run.project.files.floe.path),
            what=_what(run) if is_manifest else _EVERY_ASSET,
            reason=run.masked(unknown.reason),
            help='run "floe compile" or "dbt parse"' if is_manifest else "",
            place=run.shown(unknown.at),
        )


def _what(run: Run) -> str:
    """What a missing manifest leaves unchecked: the files of dbt give names, if that is all that is unknown."""
    from floe_lint.project.dbt_folder import promised_keys

    return _DBT_MODELS if promised_keys(run.project) is None else _BEYOND_NAMES
