from dagster import SourceAsset

stg_orders = SourceAsset("stg_orders")
