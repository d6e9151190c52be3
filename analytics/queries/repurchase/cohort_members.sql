-- One row per customer of one cohort who bought in one later period, dearest first: what they bought there.
-- Reads purchases, customer_ids, channels, products. Parameters: cohort_start, cohort_stop, period_start,
-- period_stop (days, each stop excluded), channels, products (of the first purchase), limit, offset.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

bought as (

    select
        customer_key,
        min(first_on) as first_on,
        min(acq_product_key) as acq_product_key,
        min(acq_channel_key) as acq_channel_key,
        min(ordered_on) as from_on,
        max(ordered_on) as to_on,
        sum(count_orders) as count_orders,
        sum(amount) as amount,
        max(amount::decimal(18, 2) * 16777216 + product_key) % 16777216 as product_key

    from purchases

    where
        first_on >= $cohort_start::date
        and first_on < $cohort_stop::date
        and ordered_on >= $period_start::date
        and ordered_on < $period_stop::date
        and is_purchase
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))

    group by customer_key

    order by amount desc, customer_key

    limit $limit

    offset $offset

)

select
    customer_ids.customer_id::varchar as customer_id,
    bought.first_on::date as first_on,
    channels.channel::varchar as channel,
    first_products.product::varchar as first_product,
    bought.from_on::date as from_on,
    bought.to_on::date as to_on,
    bought.count_orders::integer as count_orders,
    bought.amount::double as amount,
    products.product::varchar as product

from bought

inner join customer_ids
    on bought.customer_key = customer_ids.customer_key

left join channels
    on bought.acq_channel_key = channels.channel_key

left join products as first_products
    on bought.acq_product_key = first_products.product_key

left join products
    on bought.product_key::integer = products.product_key

order by bought.amount desc, bought.customer_key
