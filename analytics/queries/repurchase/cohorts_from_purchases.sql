-- One row per cohort and index, as in repurchase/cohorts_from_cube.sql, for what no cube covers: products.
-- Reads purchases. Parameters: grain, start, end, channels, products (of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

dated as (

    select
        first_on,
        ordered_on,
        previous_on,
        first_in,
        count_orders,
        amount,
        costed,
        cost

    from purchases

    where
        ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        -- Whole periods: from the one the start lies in to the one the last day lies in.
        and ($start::date is null or first_on >= date_trunc($grain, $start::date)::date)
        and (
            $end::date is null
            or first_on < (
                date_trunc($grain, $end::date + interval 1 month - interval 1 day)
                + case $grain
                    when 'week' then interval 7 day
                    when 'quarter' then interval 3 month
                    when 'year' then interval 12 month
                    else interval 1 month
                end
            )::date
        )

),

-- Periods as small numbers in a row: far cheaper to make and to compare than their first days.
numbered as (

    select
        (case $grain
            when 'week' then (first_on - date '1900-01-01') // 7
            when 'quarter' then (year(first_on) * 12 + month(first_on) - 1) // 3
            when 'year' then year(first_on)
            else year(first_on) * 12 + month(first_on) - 1
        end)::smallint as cohort,
        (case $grain
            when 'week' then (ordered_on - date '1900-01-01') // 7
            when 'quarter' then (year(ordered_on) * 12 + month(ordered_on) - 1) // 3
            when 'year' then year(ordered_on)
            else year(ordered_on) * 12 + month(ordered_on) - 1
        end)::smallint as period,
        (case $grain
            when 'week' then (previous_on - date '1900-01-01') // 7
            when 'quarter' then (year(previous_on) * 12 + month(previous_on) - 1) // 3
            when 'year' then year(previous_on)
            else year(previous_on) * 12 + month(previous_on) - 1
        end)::smallint as previous_period,
        first_in & (case $grain when 'week' then 1 when 'month' then 2 when 'quarter' then 4 else 8 end) as first_in,
        count_orders,
        amount,
        costed,
        cost

    from dated

),

summed as (

    select
        case $grain
            when 'week' then date '1900-01-01' + cohort::integer * 7
            when 'quarter' then make_date((cohort // 4)::integer, (cohort % 4 * 3 + 1)::integer, 1)
            when 'year' then make_date(cohort::integer, 1, 1)
            else make_date((cohort // 12)::integer, (cohort % 12 + 1)::integer, 1)
        end as cohort_on,
        period - cohort as index,
        count(*) filter (where first_in > 0) as customers,
        count(*) filter (where previous_period = cohort and period > cohort) as comers,
        sum(count_orders) as orders,
        sum(amount) as revenue,
        sum(costed) as costed,
        sum(cost) as cost

    from numbered

    group by cohort, period

)

select
    cohort_on::date as cohort_on,
    index::integer as index,
    customers::bigint as customers,
    comers::bigint as comers,
    orders::bigint as orders,
    revenue::double as revenue,
    costed::double as costed,
    cost::double as cost

from summed

order by cohort_on, index
