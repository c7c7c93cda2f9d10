{{ config(alias='orders') }}

select
    cast(order_id as integer) as order_id,
    cast(customer_id as integer) as customer_id,
    product,
    cast(quantity as integer) as quantity,
    cast(unit_price as decimal(10, 2)) as unit_price,
    cast(ordered_on as date) as ordered_on
from {{ source('bronze', 'orders') }}
where quantity > 0
