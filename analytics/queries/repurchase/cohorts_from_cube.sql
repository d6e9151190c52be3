-- One row per cohort and index. A cohort is everybody whose first purchase fell in one period.
-- Reads cohort_cells. Parameters: grain, start, end, channels (of the first purchase).
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
    and (
        -- include shared/acquisition_channel_in_scope with row = cohort_cells
    )
    and ($start::date is null or cohort_on >= date_trunc($grain, $start::date))
    and ($end::date is null or cohort_on < $end::date + interval 1 month)

group by cohort_on, index

order by cohort_on, index
