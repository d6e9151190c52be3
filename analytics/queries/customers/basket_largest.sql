-- One row: orders of identified customers, and how many of them the busiest customer placed.
-- Reads customers. Parameters: start, end, channels, products (of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    coalesce(sum(count_orders), 0)::bigint as orders,
    coalesce(max(count_orders), 0)::bigint as largest

from customers

where
    ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
    and ($start::date is null or first_on >= $start::date)
    and ($end::date is null or first_on < $end::date + interval 1 month)
