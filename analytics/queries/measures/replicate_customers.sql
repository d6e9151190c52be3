-- One row per replicate group: customers observed for a window, and those of them who did again
-- what is measured inside it.
-- Reads replicate_customers, products, about.
-- Parameters: same_days, new_days, new_months, brought_days, start, end, channels, products (of the
-- first purchase).
with

watched as (

    select
        replicate_customers.*,
        about.as_of - replicate_customers.first_on as days,
        coalesce(
            products.launched_on is not null
            and replicate_customers.first_on >= products.launched_on
            and replicate_customers.first_on
            < products.launched_on + to_months($new_months::integer),
            false
        ) as is_new

    from replicate_customers

    cross join about

    left join products
        on replicate_customers.acq_product_key = products.product_key

    where
        -- include shared/first_purchase_in_scope with row = replicate_customers

)

select
    replicate::integer as replicate,
    (count(*) filter (where days >= $same_days and acq_product_key <> 0))::bigint as same_eligible,
    (count(*) filter (
        where
            days >= $same_days
            and acq_product_key <> 0
            and same_product_again_on - first_on <= $same_days
    ))::bigint as same_repeaters,
    (count(*) filter (where days >= $new_days and is_new))::bigint as new_eligible,
    (count(*) filter (
        where days >= $new_days and is_new and second_on - first_on <= $new_days
    ))::bigint as new_repeaters,
    (count(*) filter (
        where days >= $brought_days and referrer_kind = 'ip'
    ))::bigint as brought_eligible,
    (count(*) filter (
        where
            days >= $brought_days
            and referrer_kind = 'ip'
            and second_on - first_on <= $brought_days
    ))::bigint as brought_repeaters

from watched

group by replicate

order by replicate
