-- One row per cohort and index, as in repurchase/cohorts_from_cube.sql, for celled products alone.
-- Reads product_cells. Parameters: grain, start, end, channels, products (of the first purchase).
select
    cohort_on::date as cohort_on,
    index::integer as index,
    sum(customers)::bigint as customers,
    sum(comers)::bigint as comers,
    sum(orders)::bigint as orders,
    sum(revenue)::double as revenue,
    sum(costed)::double as costed,
    sum(cost)::double as cost

from product_cells

where
    grain = $grain
    and (
        -- include shared/acquisition_in_scope with row = product_cells
    )
    and ($start::date is null or cohort_on >= date_trunc($grain, $start::date))
    and ($end::date is null or cohort_on < $end::date + interval 1 month)

group by cohort_on, index

order by cohort_on, index
