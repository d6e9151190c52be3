-- One row per what customers came for and what they bought later: customers watched for the whole
-- window, and those of them with a later purchase day within it that this leads. `later_name` null:
-- nothing later by anybody.
-- Reads purchases, customers, products, about. Parameters: by, window_days, start, end, channels,
-- products (all of the first purchase).
with

-- A number for each name, so that customers are told apart by numbers alone.
product_names as (

    select
        product_key,
        coalesce(case when $by = 'category' then category else product end, '') as name,
        dense_rank() over (
            order by coalesce(case when $by = 'category' then category else product end, '')
        )::integer as name_key

    from products

),

distinct_names as (

    select distinct name_key, name from product_names

),

newcomers as (

    select
        product_names.name_key as first_key,
        count(*) as eligible

    from customers

    cross join about

    inner join product_names
        on customers.acq_product_key = product_names.product_key

    where
        customers.first_on <= about.as_of - $window_days::integer
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

    group by product_names.name_key

),

later_products as (

    select distinct
        purchases.customer_key,
        firsts.name_key as first_key,
        laters.name_key as later_key

    from purchases

    cross join about

    inner join product_names as firsts
        on purchases.acq_product_key = firsts.product_key

    inner join product_names as laters
        on purchases.product_key = laters.product_key

    where
        purchases.place > 1
        and purchases.ordered_on - purchases.first_on <= $window_days::integer
        and purchases.first_on <= about.as_of - $window_days::integer
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

),

move_counts as (

    select
        first_key,
        later_key,
        count(*) as customers

    from later_products

    group by first_key, later_key

)

select
    firsts.name::varchar as first_name,
    laters.name::varchar as later_name,
    newcomers.eligible::bigint as eligible,
    coalesce(move_counts.customers, 0)::bigint as customers

from newcomers

inner join distinct_names as firsts
    on newcomers.first_key = firsts.name_key

left join move_counts
    on newcomers.first_key = move_counts.first_key

left join distinct_names as laters
    on move_counts.later_key = laters.name_key

order by newcomers.eligible desc, first_name, customers desc, later_name
