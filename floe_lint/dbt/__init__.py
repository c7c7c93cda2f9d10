"""dbt's ``manifest.json``, and the Dagster assets that its nodes become.

``read_manifest`` reads the file, ``dbt_assets`` translates it as the loader's dbt translator does, and
``is_older_than_models`` says whether it needs to be parsed again. Nothing here runs or imports dbt.
"""

from __future__ import annotations

from floe_lint.dbt.age import is_older_than_models
from floe_lint.dbt.assets import (
    DbtAsset,
    DbtAssets,
    DbtSourceAsset,
    DuplicateKey,
    Refused,
    as_one_asset,
    dbt_assets,
)
from floe_lint.dbt.manifest import (
    CheckedModel,
    DagsterMeta,
    DbtNode,
    DbtSource,
    DbtTest,
    Manifest,
    ManifestDefect,
)
from floe_lint.dbt.read_manifest import read_manifest

__all__ = [
    "CheckedModel",
    "DagsterMeta",
    "DbtAsset",
    "DbtAssets",
    "DbtNode",
    "DbtSource",
    "DbtSourceAsset",
    "DbtTest",
    "DuplicateKey",
    "Manifest",
    "ManifestDefect",
    "Refused",
    "as_one_asset",
    "dbt_assets",
    "is_older_than_models",
    "read_manifest",
]
