-- One row per cohort and index, as in cohorts_from_cube.sql, for what no cube covers: products.
-- Reads purchases. Parameters: grain, start, end, channels, products (of the first purchase).
with

kept_channels as (

    select channel_key from channels where $channels::varchar[] is null or list_contains($channels, channel)

),

kept_products as (

    select product_key from products where $products::varchar[] is null or list_contains($products, item)

),

chosen as (

    select
        date_trunc($grain, first_on)::date as cohort_on,
        date_trunc($grain, ordered_on)::date as period_on,
        is_purchase and (previous_on is null or previous_on < date_trunc($grain, ordered_on)) as is_counted,
        count_orders,
        amount

    from purchases

    where
        acq_channel_key in (select channel_key from kept_channels)
        and acq_product_key in (select product_key from kept_products)

)

select
    cohort_on::date as cohort_on,
    (case $grain
        when 'week' then (period_on - cohort_on) / 7
        when 'quarter' then (year(period_on) - year(cohort_on)) * 4 + quarter(period_on) - quarter(cohort_on)
        else (year(period_on) - year(cohort_on)) * 12 + month(period_on) - month(cohort_on)
    end)::integer as index,
    (count(*) filter (where is_counted))::bigint as customers,
    sum(count_orders)::bigint as orders,
    sum(amount)::double as revenue

from chosen

where
    ($start::date is null or cohort_on >= date_trunc($grain, $start::date))
    and ($end::date is null or cohort_on < $end::date + interval 1 month)

group by cohort_on, period_on

order by cohort_on, index
