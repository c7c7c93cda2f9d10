select
    amounts.product,
    categories.category,
    cast(sum(amounts.quantity) as bigint) as units,
    cast(sum(amounts.amount) as decimal(18, 2)) as revenue
from {{ ref('int_order_amounts') }} as amounts
left join {{ ref('product_categories') }} as categories on categories.product = amounts.product
group by all
