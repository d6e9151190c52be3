-- include feedback/counted_feedback,

-- One row per response that counts, see feedback/sums.sql: its answers to the questions that the
-- dataset has.
counted_responses as (

    select
        response_key,
        rating / rating_max * 10 as scaled_rating,
        columns(lambda name: name = 'nps' or name in (
            -- include feedback/super_questions
        ))

    from counted_feedback

    where is_surveyed and not is_superseded

),

-- The same, all on 0-10. A rating is a question only beside a super's own.
scaled_responses as (

    select
        * exclude (scaled_rating),
        case
            when greatest(*columns(* exclude (response_key, scaled_rating, nps))) >= 0
                then scaled_rating::decimal(4, 2)
        end as rating

    from counted_responses

)
