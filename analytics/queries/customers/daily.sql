-- One row per day: customers who bought for the first time, and repeat purchase days made, both
-- only of customers who first bought by `until`.
-- Reads purchases. Parameters: until, start, end, channels, products (the last four of the first
-- purchase).
select
    ordered_on::date as ordered_on,
    (count(*) filter (where place = 1))::integer as newcomers,
    (count(*) filter (where place > 1))::integer as repeats

from purchases

where
    place is not null
    and first_on <= $until::date
    and (
        -- include shared/first_purchase_in_scope with row = purchases
    )

group by ordered_on

order by ordered_on
