-- One row per replicate group, whether an IP brought them, whether their first product was new,
-- days since the first purchase and outcome: customers who came back on that day, or were last seen
-- without a second purchase that many days after the first. What comes after `most_days` is one day
-- later than these. Reads replicate_customers, products, about. Parameters: again (any / full_price
-- / same_product), most_days, new_months, start, end, channels, products.
with

outcomes as (

    select
        replicate_customers.replicate,
        replicate_customers.referrer_kind,
        about.as_of - replicate_customers.first_on as watched,
        coalesce(
            products.launched_on is not null
            and replicate_customers.first_on >= products.launched_on
            and replicate_customers.first_on
            < products.launched_on + to_months($new_months::integer),
            false
        ) as is_new,
        case $again
            when 'full_price' then replicate_customers.full_price_again_on
            when 'same_product' then replicate_customers.same_product_again_on
            else replicate_customers.second_on
        end - replicate_customers.first_on as gone

    from replicate_customers

    cross join about

    left join products
        on replicate_customers.acq_product_key = products.product_key

    where
        (
            -- include shared/first_purchase_in_scope with row = replicate_customers
        )
        and ($again <> 'same_product' or replicate_customers.acq_product_key > 0)

)

select
    replicate::integer as replicate,
    coalesce(referrer_kind = 'ip', false)::boolean as is_brought,
    is_new::boolean as is_new,
    least(coalesce(gone, watched), $most_days::integer + 1)::integer as days,
    coalesce(gone <= $most_days::integer, false)::boolean as is_event,
    count(*)::bigint as customers

from outcomes

group by all

order by replicate, is_brought, is_new, days, is_event
