-- One row per step (1 = from the first purchase to the second, up to 3), days and outcome: customers whose next
-- purchase came that many days after the one before, or who were last seen without it (censored).
-- Reads purchases, customers. Parameters: start, end, channels, products (all of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

gone_on as (

    select
        place - 1 as step,
        ordered_on - previous_on as days,
        true as is_event,
        count(*) as customers

    from purchases

    where
        place between 2 and 4
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

    group by place, ordered_on - previous_on

),

stayed as (

    select
        customers.count_days as step,
        about.as_of - customers.last_on as days,
        false as is_event,
        count(*) as customers

    from customers

    cross join about

    where
        customers.count_days <= 3
        and ($channels::varchar[] is null or customers.acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or customers.acq_product_key in (select product_key from kept_products))
        and ($start::date is null or customers.first_on >= $start::date)
        and ($end::date is null or customers.first_on < $end::date + interval 1 month)

    group by customers.count_days, about.as_of - customers.last_on

),

counted as (

    select * from gone_on

    union all

    select * from stayed

)

select
    step::integer as step,
    days::integer as days,
    is_event::boolean as is_event,
    customers::bigint as customers

from counted

order by step, days, is_event
