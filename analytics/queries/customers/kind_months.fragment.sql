-- The customers of known_days by month and kind; see customers/flows.sql. Parameters: until,
-- lapse_days. The last purchase day before each silence: before one that came after it, or the last
-- of all.
last_days as (

    select
        customer_key,
        previous_on as last_on

    from known_days

    where place > 1 and ordered_on - previous_on > $lapse_days::integer

    union all

    select
        customer_key,
        max(ordered_on)

    from known_days

    where place is not null

    group by customer_key

    having max(ordered_on) + $lapse_days::integer <= $until::date

),

lapsed as (

    select
        last_days.customer_key,
        last_days.last_on,
        sum(known_days.amount) as amount

    from last_days

    inner join known_days
        on last_days.customer_key = known_days.customer_key

    where
        known_days.place is not null
        and last_days.last_on - known_days.ordered_on between 0 and $lapse_days::integer - 1

    group by last_days.customer_key, last_days.last_on

),

-- One row per customer, month and kind, so that nobody is counted twice in a month.
kind_months as (

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

    from known_days

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
