-- One row per response under the filters. `is_surveyed`: it answers a question of the survey (the
-- supers' items, nps, disappointed) and comes from a source whose answers are those of customers
-- surveyed. `is_superseded`: of several such answers of one customer a later one counts.
feedback_in_scope as (

    select
        *,
        list_contains($survey_sources::varchar[], source)
        and (
            disappointed is not null
            or coalesce(*columns(lambda name: name = 'nps' or name in (
                -- include feedback/super_questions
            ))) is not null
        ) as is_surveyed

    from feedback

    where
        -- include shared/sale_in_scope with row = feedback

),

repeat_respondents as (

    select customer_id

    from feedback_in_scope

    where is_surveyed and customer_id is not null

    group by customer_id

    having count(*) > 1

),

superseded_responses as (

    select response_key

    from feedback_in_scope

    where is_surveyed and customer_id in (select customer_id from repeat_respondents)

    qualify row_number() over (
        partition by customer_id
        order by submitted_at desc nulls last, response_key desc
    ) > 1

),

counted_feedback as (

    select
        *,
        response_key in (select response_key from superseded_responses) as is_superseded

    from feedback_in_scope

)
