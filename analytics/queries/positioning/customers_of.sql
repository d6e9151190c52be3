-- One row per customer of a list of ids who bought by a day: channel, product and category of the
-- first purchase, orders, and what was paid less refunds.
-- Reads customers, purchases, customer_ids, channels, products. Parameters: ids, until, is_to_end,
-- start, end, channels, products (the last four of the first purchase).
with

listed_customers as (

    select
        customer_key,
        customer_id

    from customer_ids

    where
        customer_id in (
            select unnest($ids::varchar[])
        )

),

listed_sums as (

    select customers.*

    from customers

    inner join listed_customers
        on customers.customer_key = listed_customers.customer_key

),

listed_purchases as (

    select purchases.*

    from purchases

    inner join listed_customers
        on purchases.customer_key = listed_customers.customer_key

),

-- include positioning/first_purchases with customers = listed_sums, purchases = listed_purchases

select
    listed_customers.customer_id::varchar as customer_id,
    first_purchases.channel::varchar as channel,
    first_purchases.product::varchar as product,
    first_purchases.category::varchar as category,
    first_purchases.orders::bigint as orders,
    first_purchases.amount::double as amount

from first_purchases

inner join listed_customers
    on first_purchases.customer_key = listed_customers.customer_key

order by customer_id
