-- One row per replicate group, whether an IP brought them, days since the first purchase and
-- outcome: customers who came back on that day, or were last seen without a second purchase that
-- many days after the first. What comes after `most_days` is one day later than these.
-- Reads replicate_customers, about. Parameters: again (any / full_price), most_days, start, end,
-- channels, products.
with

outcomes as (

    select
        replicate_customers.replicate,
        replicate_customers.referrer_kind,
        about.as_of - replicate_customers.first_on as watched,
        case $again
            when 'full_price' then replicate_customers.full_price_again_on
            else replicate_customers.second_on
        end - replicate_customers.first_on as gone

    from replicate_customers

    cross join about

    where
        -- include shared/first_purchase_in_scope with row = replicate_customers

)

select
    replicate::integer as replicate,
    coalesce(referrer_kind = 'ip', false)::boolean as is_brought,
    least(coalesce(gone, watched), $most_days::integer + 1)::integer as days,
    coalesce(gone <= $most_days::integer, false)::boolean as is_event,
    count(*)::bigint as customers

from outcomes

group by all

order by replicate, is_brought, days, is_event
