from dagster import asset


@asset
def orders(): ...


#> warning@1-6: "asset" stands above "customers" without "@", so that this is no asset; write "@asset"
asset
def customers(): ...
