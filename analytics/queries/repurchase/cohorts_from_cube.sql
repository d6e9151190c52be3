-- One row per cohort and index. A cohort is everybody whose first purchase fell in one period.
-- Reads cohort_cells. Parameters: grain, start, end, channels (of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

)

select
    cohort_on::date as cohort_on,
    index::integer as index,
    sum(customers)::bigint as customers,
    sum(comers)::bigint as comers,
    sum(orders)::bigint as orders,
    sum(revenue)::double as revenue,
    sum(costed)::double as costed,
    sum(cost)::double as cost

from cohort_cells

where
    grain = $grain
    and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
    and ($start::date is null or cohort_on >= date_trunc($grain, $start::date))
    and ($end::date is null or cohort_on < $end::date + interval 1 month)

group by cohort_on, index

order by cohort_on, index
