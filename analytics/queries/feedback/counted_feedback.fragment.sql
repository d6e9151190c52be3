-- One row per response under the filters, with the first of its answers to a 0-10 question.
answered_feedback as (

    select
        *,
        coalesce(*columns(lambda name: name = 'nps' or name in (
            -- include feedback/super_questions
        ))) as first_answer

    from feedback

    where
        -- include shared/sale_in_scope with row = feedback

),

-- The same. `is_surveyed`: it answers a question of the survey (the supers' items, nps,
-- disappointed) and comes from a source whose answers are those of customers surveyed.
feedback_in_scope as (

    select
        * exclude (first_answer),
        list_contains($survey_sources::varchar[], source)
        and (first_answer is not null or disappointed is not null) as is_surveyed

    from answered_feedback

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

-- `is_superseded`: of several such answers of one customer a later one counts.
counted_feedback as (

    select
        *,
        response_key in (select response_key from superseded_responses) as is_superseded

    from feedback_in_scope

)
