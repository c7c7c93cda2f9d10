"""Assets."""

import os
from dagster import (
    Definitions,
    asset,
)
from typing import Any


@asset
def orders(context: AssetExecutionContext) -> Dict[str, Any]:
    return {}


@asset
def days() -> Path: ...


KINDS = StaticPartitionsDefinition([os.sep])
