-- One row per customer who bought by a day: channel, product and category of the first purchase,
-- orders, and what was paid less refunds.
-- Reads purchases, customer_ids, channels, products. Parameters: until, start, end, channels,
-- products (the last four of the first purchase).
with

customer_sums as (

    select
        customer_key,
        min(acq_channel_key) as channel_key,
        min(acq_product_key) as product_key,
        sum(count_orders) as orders,
        sum(amount) as amount

    from purchases

    where
        ordered_on <= $until::date
        and first_on <= $until::date
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

    group by customer_key

)

select
    customer_ids.customer_id::varchar as customer_id,
    channels.channel::varchar as channel,
    products.item::varchar as product,
    products.category::varchar as category,
    customer_sums.orders::bigint as orders,
    customer_sums.amount::double as amount

from customer_sums

inner join customer_ids
    on customer_sums.customer_key = customer_ids.customer_key

left join channels
    on customer_sums.channel_key = channels.channel_key

left join products
    on customer_sums.product_key = products.product_key

order by customer_id
