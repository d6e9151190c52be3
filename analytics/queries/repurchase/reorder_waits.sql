-- One row per product, days and outcome, for the products bought on most days: waits from a day on
-- which a customer bought the product, whatever else was bought that day, to the next such day, or
-- to the last day watched without one (censored); `one_in`: of how many customers one was looked
-- at. Reads product_days, products, about.
-- Parameters: most (products), start, end, channels, products (the last four of the first
-- purchase).
with

-- Read twice, and far too long to be written down in between.
days_in_scope as not materialized (

    select
        product_key,
        ordered_on,
        again_on,
        one_in

    from product_days

    where
        -- include shared/first_purchase_in_scope with row = product_days

),

top_products as (

    select
        product_key,
        count(*) as count_days

    from days_in_scope

    group by product_key

    order by count_days desc, product_key

    limit $most

),

counted as (

    select
        days_in_scope.product_key,
        coalesce(days_in_scope.again_on, about.as_of) - days_in_scope.ordered_on as days,
        days_in_scope.again_on is not null as is_event,
        max(days_in_scope.one_in) as one_in,
        count(*) as customers

    from days_in_scope

    inner join top_products
        on days_in_scope.product_key = top_products.product_key

    cross join about

    group by days_in_scope.product_key, days, is_event

)

select
    products.item::varchar as "group",
    products.product::varchar as product,
    counted.days::integer as days,
    counted.is_event::boolean as is_event,
    counted.customers::bigint as customers,
    counted.one_in::integer as one_in

from counted

inner join products
    on counted.product_key = products.product_key

order by "group", days, is_event
