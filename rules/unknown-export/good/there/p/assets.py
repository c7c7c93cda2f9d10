import dagster
import dagster as dg
import floe_dagster
from dagster import AssetExecutionContext, __version__, components, definitions
from dagster._core.definitions import anything
from dagster.components import Component
from dagster_dbt import dbt_assets
from dagster_dlt import dlt_assets
from floe_dagster import FloeDefinitions, decorator, floe_asset
from floe_dagster.resources import CatalogResource
from floe_ingest import anything_else


@dg.asset
def orders(context: dagster.AssetExecutionContext):
    return dg.not_there


@floe_dagster.floe_asset
def customers(): ...
