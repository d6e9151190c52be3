-- One row: how regularly customers with at least three waits between purchase days come back. `spread` is
-- the mean over them of variance over squared mean of their waits: near 1 where the next purchase may come
-- any day, 0 for a clockwork.
-- Reads purchases. Parameters: until, start, end, channels, products (the last four of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

waits as (

    select
        count(*) as count_waits,
        sum((ordered_on - previous_on)::bigint) as days,
        sum((ordered_on - previous_on)::bigint * (ordered_on - previous_on)) as squares

    from purchases

    where
        place > 1
        and ordered_on <= $until::date
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

    group by customer_key

    having count(*) >= 3

)

select
    count(*)::integer as customers,
    avg(
        round((squares - days * days / count_waits) / (count_waits - 1) / (days * days / count_waits / count_waits), 6)
        ::decimal(18, 6)
    )::double as spread

from waits
