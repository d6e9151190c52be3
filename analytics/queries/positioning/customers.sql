-- One row per customer who bought by a day: channel, product and category of the first purchase,
-- orders, and what was paid less refunds.
-- Reads customers, purchases, customer_ids, channels, products. Parameters: until, is_to_end,
-- start, end, channels, products (the last four of the first purchase).
with

-- include positioning/first_purchases with customers = customers, purchases = purchases

select
    customer_ids.customer_id::varchar as customer_id,
    first_purchases.channel::varchar as channel,
    first_purchases.product::varchar as product,
    first_purchases.category::varchar as category,
    first_purchases.orders::bigint as orders,
    first_purchases.amount::double as amount

from first_purchases

inner join customer_ids
    on first_purchases.customer_key = customer_ids.customer_key

order by customer_id
