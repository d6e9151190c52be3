-- One row per product, days and outcome, for the products bought on most days: waits from a day on
-- which the product was the main one to the customer's next such day, or to the last day watched
-- without one (censored).
-- Reads purchases, products, about.
-- Parameters: most (products), start, end, channels, products (the last four of the first
-- purchase).
with

product_days as (

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

busiest_products as (

    select
        product_key,
        count(*) as count_days

    from product_days

    group by product_key

    order by count_days desc, product_key

    limit $most

),

waits as (

    select
        product_days.product_key,
        product_days.ordered_on,
        lead(product_days.ordered_on) over (
            partition by product_days.customer_key, product_days.product_key
            order by product_days.ordered_on
        ) as again_on

    from product_days

    inner join busiest_products
        on product_days.product_key = busiest_products.product_key

),

wait_counts as (

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
    wait_counts.days::integer as days,
    wait_counts.is_event::boolean as is_event,
    wait_counts.customers::bigint as customers

from wait_counts

inner join products
    on wait_counts.product_key = products.product_key

order by "group", days, is_event
