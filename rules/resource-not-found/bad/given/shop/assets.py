from dagster import AssetOut, AssetSpec, ConfigurableResource, asset, multi_asset

from floe_dagster import floe_asset


class Mail(ConfigurableResource):
    sender: str = "data"


@floe_asset(name="orders")
def build_orders(catalog, warehous): ...  # error@27-35: asset "orders" needs the resource "warehous", which nothing gives; did you mean "warehouse"?


@floe_asset(required_resource_keys=["warehouse", "lake"])  # error@50-56: asset "customers" needs the resource "lake", which nothing gives; give it in FloeDefinitions.from_compiled_artifacts(resources={…})
def customers(context, catalog): ...


@asset(key_prefix="gold")
def report(context, orders, mail: Mail): ...  # error@29-39: asset "gold/report" needs the resource "mail", which nothing gives; give it in FloeDefinitions.from_compiled_artifacts(resources={…})


@asset(io_manager_key="files")  # error@23-30: asset "exported" needs the resource "files", which nothing gives; give it in FloeDefinitions.from_compiled_artifacts(resources={…})
def exported(): ...


@multi_asset(outs={"a": AssetOut(), "b": AssetOut()}, required_resource_keys={"lake"})  # error@79-85: asset "a" needs the resource "lake", which nothing gives; give it in FloeDefinitions.from_compiled_artifacts(resources={…})
def several(): ...


@multi_asset(specs=[AssetSpec("c")])
def dbt_like(context, dbt: ConfigurableResource): ...  # error@23-48: asset "c" needs the resource "dbt", which nothing gives; add the section "dbt", or give it in FloeDefinitions.from_compiled_artifacts(resources={…})
