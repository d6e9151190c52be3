-- One row per day: customers who bought for the first time, and repeat purchase days made, both only of
-- customers who first bought by `until`.
-- Reads purchases. Parameters: until, start, end, channels, products (the last four of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    ordered_on::date as ordered_on,
    (count(*) filter (where place = 1))::integer as newcomers,
    (count(*) filter (where place > 1))::integer as repeats

from purchases

where
    place is not null
    and first_on <= $until::date
    and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
    and ($start::date is null or first_on >= $start::date)
    and ($end::date is null or first_on < $end::date + interval 1 month)

group by ordered_on

order by ordered_on
