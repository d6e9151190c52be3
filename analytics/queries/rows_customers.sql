-- One row per customer: first and later purchase days, newest first.
-- Reads customers, channels, products, referrals. Parameters: start, end, channels, products (of the
-- first purchase), limit, offset.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    customers.customer_id::varchar as customer_id,
    customers.first_on::date as first_on,
    customers.second_on::date as second_on,
    (customers.second_on - customers.first_on)::integer as gap_days,
    customers.last_on::date as last_on,
    customers.count_orders::integer as count_orders,
    customers.amount::double as amount,
    channels.channel::varchar as channel,
    products.product::varchar as product,
    referrals.referrer_kind::varchar as referrer_kind

from customers

left join channels
    on customers.acq_channel_key = channels.channel_key

left join products
    on customers.acq_product_key = products.product_key

left join referrals
    on customers.customer_key = referrals.customer_key

where
    ($channels::varchar[] is null or customers.acq_channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or customers.acq_product_key in (select product_key from kept_products))
    and ($start::date is null or customers.first_on >= $start::date)
    and ($end::date is null or customers.first_on < $end::date + interval 1 month)

order by customers.first_on desc, customers.customer_key

limit $limit

offset $offset
