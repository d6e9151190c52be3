-- One row per month and kind: customers, orders and net value. A purchase day is `new` (the first),
-- `reactivated` (more than `lapse_days` after the one before) or `returning`; `refunded` is days
-- without a purchase; `lapsed` is customers whose `lapse_days` without a purchase ran out in that
-- month, and what they had paid in the same time up to their last purchase before it (no revenue of
-- that month).
-- Reads purchases. Parameters: until, lapse_days, start, end, channels, products (the last four of
-- the first purchase).
with

in_scope_purchases as (

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

-- The last purchase day before each silence: before one that came after it, or the last of all.
last_days as (

    select
        customer_key,
        previous_on as last_on

    from in_scope_purchases

    where place > 1 and ordered_on - previous_on > $lapse_days::integer

    union all

    select
        customer_key,
        max(ordered_on)

    from in_scope_purchases

    where place is not null

    group by customer_key

    having max(ordered_on) + $lapse_days::integer <= $until::date

),

lapsed as (

    select
        last_days.customer_key,
        last_days.last_on,
        sum(in_scope_purchases.amount) as amount

    from last_days

    inner join in_scope_purchases
        on last_days.customer_key = in_scope_purchases.customer_key

    where
        in_scope_purchases.place is not null
        and last_days.last_on - in_scope_purchases.ordered_on between 0 and $lapse_days::integer - 1

    group by last_days.customer_key, last_days.last_on

),

-- One row per customer, month and kind, so that nobody is counted twice in a month.
customer_months as (

    select
        customer_key,
        date_trunc('month', ordered_on)::date as month_on,
        case
            when place is null then 'refunded'
            when place = 1 then 'new'
            when ordered_on - previous_on > $lapse_days::integer then 'reactivated'
            else 'returning'
        end as kind,
        sum(count_orders) as count_orders,
        sum(amount) as amount

    from in_scope_purchases

    group by all

    union all

    select
        customer_key,
        date_trunc('month', last_on + $lapse_days::integer)::date,
        'lapsed',
        0,
        sum(amount)

    from lapsed

    group by all

)

select
    month_on::date as month_on,
    kind::varchar as kind,
    count(*)::integer as customers,
    sum(count_orders)::integer as orders,
    sum(amount)::double as amount

from customer_months

group by month_on, kind

order by month_on, kind
