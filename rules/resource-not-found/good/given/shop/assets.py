from dagster import AssetIn, Config, ConfigurableResource, ResourceDefinition, ResourceParam, asset

from floe_dagster import floe_asset


class Settings(Config):
    limit: int = 5


@floe_asset
def orders(_context, catalog, warehouse, config: Settings, limit=5, *, mail, dry_run=False): ...


@floe_asset(ins={"orders": AssetIn()}, required_resource_keys=["warehouse"])
def customers(orders, **rest): ...


@asset(io_manager_key="io_manager", required_resource_keys={"warehouse"})
def report(context, orders, mail: ResourceParam[object]): ...


@asset(resource_defs={"own": ResourceDefinition.none_resource()}, required_resource_keys={"own"})
def bringing(): ...
