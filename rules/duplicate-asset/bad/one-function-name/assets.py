from dagster import AssetSpec, asset, multi_asset
from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def customers(context): ...


@floe_asset(group_name="silver")
def customers(context):  # error@5-14: asset "customers" is defined twice in this module; Python keeps only the last, at line 10; give one of them another name
    """Cleaned."""


@asset(name="orders")
def _(): ...


@asset(name="payments")
def _(): ...  # error@5-6: the asset function "_" is defined twice in this module; Python keeps only the last, at line 23; give one of them another name


@asset(name="refunds", deps=[customers])
def _(): ...  # error@5-6: the asset function "_" is defined twice in this module; Python keeps only the last, at line 23; give one of them another name


@multi_asset(specs=[AssetSpec("a"), AssetSpec("b")])
def both(): ...


@multi_asset(specs=[AssetSpec("c"), AssetSpec("d")])
def both(): ...  # error@5-9: the asset function "both" is defined twice in this module; Python keeps only the last, at line 31; give one of them another name
