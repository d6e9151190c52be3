-- One row per dated recommendation score of a customer surveyed, and the day of the next one.
dated_scores as (

    select
        customer_ids.customer_key,
        feedback.nps,
        feedback.submitted_at::date as submitted_on,
        lead(feedback.submitted_at::date) over (
            partition by customer_ids.customer_key
            order by feedback.submitted_at, feedback.response_key
        ) as next_on

    from feedback

    inner join customer_ids
        on feedback.customer_id = customer_ids.customer_id

    where
        feedback.nps is not null
        and feedback.submitted_at is not null
        and list_contains($survey_sources::varchar[], feedback.source)

)
