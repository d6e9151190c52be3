-- One row per distinct history of customers who first bought by `until`: repeat purchase days, days from
-- the first to the last purchase and from the first to that day, with how many share it, the sum of their
-- mean values per repeat purchase day, and the purchase days they made after it, up to `later_until`.
-- Reads purchases. Parameters: until, later_until, start, end, channels, products (the last four of the
-- first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

summed as (

    select
        min(first_on) as first_on,
        max(case when place is not null and ordered_on <= $until::date then ordered_on end) as last_on,
        max(case when ordered_on <= $until::date then place end) - 1 as frequency,
        sum(case when place > 1 and ordered_on <= $until::date then amount end) as repeat_amount,
        count(case when ordered_on > $until::date and ordered_on <= $later_until::date then place end) as later

    from purchases

    where
        first_on <= $until::date
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

    group by customer_key

)

select
    first_on::date as first_on,
    frequency::integer as frequency,
    (last_on - first_on)::integer as recency_days,
    ($until::date - first_on)::integer as age_days,
    count(*)::integer as customers,
    -- In whole numbers, for a sum of fractions differs from run to run.
    (sum(round(greatest(repeat_amount, 0)::double * 10000 / nullif(frequency, 0))::bigint) / 10000.0)::double as sum_monetary,
    sum(later)::integer as later

from summed

group by first_on, frequency, last_on - first_on

order by first_on, frequency, recency_days
