-- One row: customers observed for the window, and those who bought the product of their first purchase
-- again on a later day inside it. Reads purchases, customers, about.
-- Parameters: days, start, end, channels, products (of the first purchase).
with

kept_channels as (

    select channel_key from channels where $channels::varchar[] is null or list_contains($channels, channel)

),

kept_products as (

    select product_key from products where $products::varchar[] is null or list_contains($products, item)

),

eligible as (

    select
        customers.customer_key,
        customers.first_on,
        customers.acq_product_key

    from customers

    cross join about

    where
        about.as_of - customers.first_on >= $days
        and customers.acq_product_key <> 0
        and customers.acq_channel_key in (select channel_key from kept_channels)
        and customers.acq_product_key in (select product_key from kept_products)
        and ($start::date is null or customers.first_on >= $start::date)
        and ($end::date is null or customers.first_on < $end::date + interval 1 month)

),

again as (

    select distinct customer_key

    from purchases

    where place > 1 and product_key = acq_product_key and ordered_on - first_on <= $days

)

select
    count(*)::bigint as eligible,
    count(again.customer_key)::bigint as repeaters

from eligible

left join again
    on eligible.customer_key = again.customer_key
