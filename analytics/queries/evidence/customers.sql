-- One row per customer: first and later purchase days, newest first.
-- Reads customers, customer_ids, channels, products, referrals. Parameters: start, end, channels, products (of the
-- first purchase), limit, offset.
with

listed as (

    select *

    from customers

    where
        -- include shared/first_purchase_in_scope with row = customers

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
