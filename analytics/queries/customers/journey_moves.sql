-- One row per what customers came for and what they bought later: customers watched for the whole window, and those of
-- them with a later purchase day within it that this leads. `later_name` null: nothing later by anybody.
-- Reads purchases, customers, products, about. Parameters: by, window_days, start, end, channels, products (all of the
-- first purchase).
with

-- A number for each name, so that customers are told apart by numbers alone.
named as (

    select
        product_key,
        coalesce(case when $by = 'category' then category else product end, '') as name,
        dense_rank() over (
            order by coalesce(case when $by = 'category' then category else product end, '')
        )::integer as name_key

    from products

),

names as (

    select distinct name_key, name from named

),

came as (

    select
        named.name_key as first_key,
        count(*) as eligible

    from customers

    cross join about

    inner join named
        on customers.acq_product_key = named.product_key

    where
        customers.first_on <= about.as_of - $window_days::integer
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

    group by named.name_key

),

later as (

    select distinct
        purchases.customer_key,
        firsts.name_key as first_key,
        laters.name_key as later_key

    from purchases

    cross join about

    inner join named as firsts
        on purchases.acq_product_key = firsts.product_key

    inner join named as laters
        on purchases.product_key = laters.product_key

    where
        purchases.place > 1
        and purchases.ordered_on - purchases.first_on <= $window_days::integer
        and purchases.first_on <= about.as_of - $window_days::integer
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

),

moved as (

    select
        first_key,
        later_key,
        count(*) as customers

    from later

    group by first_key, later_key

)

select
    firsts.name::varchar as first_name,
    laters.name::varchar as later_name,
    came.eligible::bigint as eligible,
    coalesce(moved.customers, 0)::bigint as customers

from came

inner join names as firsts
    on came.first_key = firsts.name_key

left join moved
    on came.first_key = moved.first_key

left join names as laters
    on moved.later_key = laters.name_key

order by came.eligible desc, first_name, customers desc, later_name
