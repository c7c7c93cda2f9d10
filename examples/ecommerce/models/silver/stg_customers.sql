{{ config(alias='customers', tags=['pii']) }}

select
    cast(customer_id as integer) as customer_id,
    trim(name) as customer_name,
    lower(trim(email)) as email,
    upper(country) as country,
    cast(signed_up_on as date) as signed_up_on
from {{ source('bronze', 'customers') }}
qualify row_number() over (partition by customer_id order by signed_up_on desc) = 1
