-- One row per month and kind: customers, orders and net value. A purchase day is `new` (the first),
-- `reactivated` (more than `lapse_days` after the one before) or `returning`; `refunded` is days
-- without a purchase, those before the first among them; `lapsed` is customers whose `lapse_days`
-- without a purchase ran out in that month, and what they had paid in the same time up to their
-- last purchase before it (no revenue of that month).
-- Reads purchases, outside_days, customers. Parameters: until, lapse_days, start, end, channels,
-- products (the last four of the first purchase).
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

    union all

    -- Those who never bought have no key: one of their own, below zero.
    select
        coalesce(
            outside_days.customer_key,
            -(dense_rank() over (order by outside_days.customer_id))::integer
        ) as customer_key,
        outside_days.ordered_on,
        null,
        null,
        0,
        outside_days.amount

    from outside_days

    left join customers
        on outside_days.customer_key = customers.customer_key

    where
        outside_days.ordered_on <= $until::date
        and (
            -- include repurchase/outside_in_scope with grain = 'month'
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
