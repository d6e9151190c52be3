-- One row per customer: first and later purchase days, newest first.
-- Reads customers, customer_ids, channels, products, referrals. Parameters: start, end, channels, products (of the
-- first purchase), limit, offset.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

listed as (

    select *

    from customers

    where
        ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

    order by first_on desc, customer_key

    limit $limit

    offset $offset

)

select
    customer_ids.customer_id::varchar as customer_id,
    listed.first_on::date as first_on,
    listed.second_on::date as second_on,
    (listed.second_on - listed.first_on)::integer as gap_days,
    listed.last_on::date as last_on,
    listed.count_orders::integer as count_orders,
    listed.amount::double as amount,
    channels.channel::varchar as channel,
    products.product::varchar as product,
    referrals.referrer_kind::varchar as referrer_kind

from listed

inner join customer_ids
    on listed.customer_key = customer_ids.customer_key

left join channels
    on listed.acq_channel_key = channels.channel_key

left join products
    on listed.acq_product_key = products.product_key

left join referrals
    on listed.customer_key = referrals.customer_key

order by listed.first_on desc, listed.customer_key
