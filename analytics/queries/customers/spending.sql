-- One row per number of repeat purchase days and mean net value of them, where that is above zero.
-- Reads purchases. Parameters: until, start, end, channels, products (the last four of the first
-- purchase).
with

summed as (

    select
        count(*) as frequency,
        sum(amount) as amount

    from purchases

    where
        place > 1
        and ordered_on <= $until::date
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

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
