-- One row per number of repeat purchase days and mean net value of them, where that is above zero.
-- Reads purchases. Parameters: until, start, end, channels, products (the last four of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

summed as (

    select
        count(*) as frequency,
        sum(amount) as amount

    from purchases

    where
        place > 1
        and ordered_on <= $until::date
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

    group by customer_key

)

select
    frequency::integer as frequency,
    (amount::double / frequency)::double as monetary,
    count(*)::integer as customers

from summed

where amount > 0

group by frequency, amount

order by frequency, monetary
