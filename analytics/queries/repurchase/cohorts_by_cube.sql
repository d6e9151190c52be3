-- One row per group, cohort and index, as in repurchase/cohorts_by.sql, for channels and domains.
-- Reads cohort_cells. Parameters: by (channel / domain), grain, most, start, end, channels (of the
-- first purchase).
with

named_cells as (

    select
        cohort_cells.*,
        coalesce(case $by when 'domain' then channels.domain else channels.channel end, '') as name

    from cohort_cells

    inner join channels
        on cohort_cells.acq_channel_key = channels.channel_key

    where
        cohort_cells.grain = $grain
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channels.channel))
        and ($start::date is null or cohort_cells.cohort_on >= date_trunc($grain, $start::date))
        and ($end::date is null or cohort_cells.cohort_on < $end::date + interval 1 month)

),

ranked_names as (

    select
        name,
        row_number() over (order by sum(customers) desc, name) as place

    from named_cells

    where index = 0

    group by name

)

select
    (case when ranked_names.place <= $most then ranked_names.name else '' end)::varchar as "group",
    (ranked_names.place > $most)::boolean as is_rest,
    named_cells.cohort_on::date as cohort_on,
    named_cells.index::integer as index,
    sum(named_cells.customers)::bigint as customers,
    sum(named_cells.comers)::bigint as comers,
    sum(named_cells.orders)::bigint as orders,
    sum(named_cells.revenue)::double as revenue,
    sum(named_cells.costed)::double as costed,
    sum(named_cells.cost)::double as cost

from named_cells

inner join ranked_names
    on named_cells.name = ranked_names.name

group by 1, 2, 3, 4

order by is_rest, "group", cohort_on, index
