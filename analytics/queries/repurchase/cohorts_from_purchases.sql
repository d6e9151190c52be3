-- One row per cohort and index, as in repurchase/cohorts_from_cube.sql, for what no cube covers:
-- products that brought few.
-- Reads purchases. Parameters: grain, start, end, channels, products (of the first purchase).
with

-- include repurchase/purchase_periods,

cohort_sums as (

    select
        (
            -- include repurchase/period_first_day with number = cohort
        ) as cohort_on,
        period - cohort as index,
        count(*) filter (where first_in_period > 0) as customers,
        count(*) filter (where previous_period = cohort and period > cohort) as comers,
        sum(count_orders) as orders,
        sum(amount) as revenue,
        sum(costed) as costed,
        sum(cost) as cost

    from purchase_periods

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

from cohort_sums

order by cohort_on, index
