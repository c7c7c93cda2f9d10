{{ config(materialized='ephemeral') }}

select
    order_id,
    product,
    quantity,
    quantity * unit_price as amount
from {{ ref('stg_orders') }}
