-- One row per month and kind, as customers/flows.sql, without days before a first purchase and
-- people who never bought: for versions built before outside_days were kept.
-- Reads purchases. Parameters: until, lapse_days, start, end, channels, products (the last four of
-- the first purchase).
with

known_days as (

    select
        customer_key,
        ordered_on,
        place,
        previous_on,
        count_orders,
        amount

    from purchases

    where
        ordered_on <= $until::date
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

),

-- include customers/kind_months

select
    month_on::date as month_on,
    kind::varchar as kind,
    count(*)::integer as customers,
    sum(count_orders)::integer as orders,
    sum(amount)::double as amount

from kind_months

group by month_on, kind

order by month_on, kind
