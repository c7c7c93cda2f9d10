"""Assets."""

import os
from dagster import (
    AssetExecutionContext,
    Definitions,
    StaticPartitionsDefinition,
    asset,
)
from typing import Any, Dict
from pathlib import Path


@asset
def orders(context: AssetExecutionContext) -> Dict[str, Any]:
    return {}


@asset
def days() -> Path: ...


KINDS = StaticPartitionsDefinition([os.sep])
