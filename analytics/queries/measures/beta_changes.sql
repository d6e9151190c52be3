-- One row: testers who marked the same product in two waves, at least `least_days` apart, and those
-- of them whose last mark is `step` of 10 or more above their first; beside them the sum of what
-- marks of 10 changed by, last less first, and of its squares. Several products of a tester: their
-- mean.
-- Reads feedback. Parameters: tester_sources, least_days, step, start, end, channels, products.
with

marks as (

    select
        customer_id,
        coalesce(sku, '') as sku,
        submitted_at,
        response_key,
        rating / rating_max * 10 as mark

    from feedback

    where
        list_contains($tester_sources::varchar[], source)
        and customer_id is not null
        and submitted_at is not null
        and rating is not null
        and rating_max > 0
        and (
            -- include shared/sale_in_scope with row = feedback
        )

),

changes as (

    select
        customer_id,
        last(mark order by submitted_at, response_key)
        - first(mark order by submitted_at, response_key) as change

    from marks

    group by customer_id, sku

    having max(submitted_at)::date - min(submitted_at)::date >= $least_days

),

testers as (

    select
        customer_id,
        avg(change) as change

    from changes

    group by customer_id

)

select
    count(*)::bigint as testers,
    -- A hundredth of a mark forgives what division by the scale's end leaves.
    (count(*) filter (where change >= $step - 0.01))::bigint as responders,
    coalesce(sum(change), 0)::double as total_change,
    coalesce(sum(change * change), 0)::double as squared_change

from testers
