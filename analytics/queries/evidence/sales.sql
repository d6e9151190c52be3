-- One row per product: the money behind a share of revenue, largest first.
-- Reads sales, products. Parameters: start, end, channels, products, limit, offset.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    products.launched_on::date as launched_on,
    products.is_substantive::boolean as is_substantive,
    products.protected_until::date as protected_until,
    sum(sales.count_paid_lines)::bigint as count_paid_lines,
    sum(sales.paid)::double as paid,
    sum(sales.list_amount)::double as list_amount,
    sum(sales.full_price_paid)::double as full_price_paid,
    sum(sales.refunded)::double as refunded

from sales

inner join products
    on sales.product_key = products.product_key

where
    ($channels::varchar[] is null or sales.channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or sales.product_key in (select product_key from kept_products))
    and ($start::date is null or sales.month_on >= $start::date)
    and ($end::date is null or sales.month_on <= $end::date)

group by
    products.item,
    products.product,
    products.launched_on,
    products.is_substantive,
    products.protected_until

order by paid desc, item

limit $limit

offset $offset
