-- One row per month and kind: customers, orders and net value. A purchase day is `new` (the first),
-- `reactivated` (more than `lapse_days` after the one before) or `returning`; `refunded` is days without a
-- purchase; `lapsed` is customers whose `lapse_days` without a purchase ran out in that month, and what
-- they had paid in the same time up to their last purchase before it (no revenue of that month).
-- Reads purchases. Parameters: until, lapse_days, start, end, channels, products (the last four of the first
-- purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

kept as (

    select
        customer_key,
        ordered_on,
        place,
        previous_on,
        count_orders,
        amount,
        ordered_on - date '1900-01-01' as day_number

    from purchases

    where
        ordered_on <= $until::date
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

),

followed as (

    select
        customer_key,
        ordered_on,
        lead(ordered_on) over (partition by customer_key order by ordered_on) as next_on,
        sum(amount) over (
            partition by customer_key
            order by day_number
            range between $lapse_days::integer - 1 preceding and current row
        ) as amount

    from kept

    where place is not null

),

told as (

    select
        customer_key,
        ordered_on as happened_on,
        case
            when place is null then 'refunded'
            when place = 1 then 'new'
            when ordered_on - previous_on > $lapse_days::integer then 'reactivated'
            else 'returning'
        end as kind,
        count_orders,
        amount

    from kept

    union all

    select
        customer_key,
        ordered_on + $lapse_days::integer,
        'lapsed',
        0,
        amount

    from followed

    where
        ordered_on + $lapse_days::integer <= $until::date
        and (next_on is null or next_on - ordered_on > $lapse_days::integer)

)

select
    date_trunc('month', happened_on)::date as month_on,
    kind::varchar as kind,
    count(distinct customer_key)::integer as customers,
    sum(count_orders)::integer as orders,
    sum(amount)::double as amount

from told

group by date_trunc('month', happened_on), kind

order by month_on, kind
