-- One row: customers observed for the window, and those who bought the product of their first purchase
-- again on a later day inside it. Reads purchases, customers, about.
-- Parameters: days, start, end, channels, products (of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

eligible as (

    select count(*) as customers

    from customers

    cross join about

    where
        about.as_of - customers.first_on >= $days
        and customers.acq_product_key <> 0
        and ($channels::varchar[] is null or customers.acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or customers.acq_product_key in (select product_key from kept_products))
        and ($start::date is null or customers.first_on >= $start::date)
        and ($end::date is null or customers.first_on < $end::date + interval 1 month)

),

again as (

    select count(distinct purchases.customer_key) as customers

    from purchases

    cross join about

    where
        purchases.place > 1
        and purchases.product_key = purchases.acq_product_key
        and purchases.ordered_on - purchases.first_on <= $days
        and about.as_of - purchases.first_on >= $days
        and purchases.acq_product_key <> 0
        and ($channels::varchar[] is null or purchases.acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or purchases.acq_product_key in (select product_key from kept_products))
        and ($start::date is null or purchases.first_on >= $start::date)
        and ($end::date is null or purchases.first_on < $end::date + interval 1 month)

)

select
    eligible.customers::bigint as eligible,
    again.customers::bigint as repeaters

from eligible

cross join again
