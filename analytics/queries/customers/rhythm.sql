-- One row: how regularly customers with at least three waits between purchase days come back.
-- `spread` is the mean over them of variance over squared mean of their waits: near 1 where the
-- next purchase may come any day, 0 for a clockwork.
-- Reads purchases. Parameters: until, start, end, channels, products (the last four of the first
-- purchase).
with

waits as (

    select
        count(*) as count_waits,
        sum((ordered_on - previous_on)::bigint) as days,
        sum((ordered_on - previous_on)::bigint * (ordered_on - previous_on)) as squares

    from purchases

    where
        place > 1
        and ordered_on <= $until::date
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

    group by customer_key

    having count(*) >= 3

)

select
    count(*)::integer as customers,
    avg(
        round(
            (squares - days * days / count_waits)
            / (count_waits - 1)
            / (days * days / count_waits / count_waits),
            6
        )
        ::decimal(18, 6)
    )::double as spread

from waits
