-- One row per product, days and outcome, as repurchase/reorder_waits.sql, of versions without
-- product_days: only days on which a product was the dearest line count for it.
-- Reads purchases, products, about.
-- Parameters: most (products), start, end, channels, products (the last four of the first
-- purchase).
with

bought as (

    select
        customer_key,
        product_key,
        ordered_on

    from purchases

    where
        is_purchase
        and product_key > 0
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

),

top_products as (

    select
        product_key,
        count(*) as count_days

    from bought

    group by product_key

    order by count_days desc, product_key

    limit $most

),

waits as (

    select
        bought.product_key,
        bought.ordered_on,
        lead(bought.ordered_on) over (
            partition by bought.customer_key, bought.product_key
            order by bought.ordered_on
        ) as again_on

    from bought

    inner join top_products
        on bought.product_key = top_products.product_key

),

counted as (

    select
        waits.product_key,
        coalesce(waits.again_on, about.as_of) - waits.ordered_on as days,
        waits.again_on is not null as is_event,
        count(*) as customers

    from waits

    cross join about

    group by
        waits.product_key,
        coalesce(waits.again_on, about.as_of) - waits.ordered_on,
        waits.again_on is not null

)

select
    products.item::varchar as "group",
    products.product::varchar as product,
    counted.days::integer as days,
    counted.is_event::boolean as is_event,
    counted.customers::bigint as customers,
    1::integer as one_in

from counted

inner join products
    on counted.product_key = products.product_key

order by "group", days, is_event
