-- One row per replicate group: testers of measures/beta_changes, those of them who responded, and
-- the sum of their changes.
-- Reads feedback, replicate_responses. Parameters: least_days, step, start, end, channels,
-- products.
with

marks as (

    select
        replicate_responses.replicate,
        feedback.customer_id,
        coalesce(feedback.sku, '') as sku,
        feedback.submitted_at,
        feedback.response_key,
        feedback.rating / feedback.rating_max * 10 as mark

    from feedback

    inner join replicate_responses
        on feedback.response_key = replicate_responses.response_key

    where
        feedback.source = 'beta'
        and feedback.customer_id is not null
        and feedback.submitted_at is not null
        and feedback.rating is not null
        and feedback.rating_max > 0
        and (
            -- include shared/sale_in_scope with row = feedback
        )

),

changes as (

    select
        replicate,
        customer_id,
        last(mark order by submitted_at, response_key)
        - first(mark order by submitted_at, response_key) as change

    from marks

    group by replicate, customer_id, sku

    having max(submitted_at)::date - min(submitted_at)::date >= $least_days

),

testers as (

    select
        replicate,
        avg(change) as change

    from changes

    group by replicate, customer_id

)

select
    replicate::integer as replicate,
    count(*)::bigint as testers,
    (count(*) filter (where change >= $step - 0.01))::bigint as responders,
    sum(change)::double as total_change

from testers

group by replicate

order by replicate
