# -*- coding: latin-1 -*-
from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def bronze_customers(context, catalog):
    ...
