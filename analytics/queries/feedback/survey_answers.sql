-- One row per question and answer on its 0-10 scale, from the responses that count (feedback/sums.sql).
-- A rating is a question only beside a super's own, brought to 0-10. Reads feedback.
-- Parameters: survey_sources, start, end, channels, products.
with

-- include feedback/counted_feedback,

answers as (

    select
        nps,
        endorsement,
        creativity,
        efficacy,
        value,
        moat,
        repurchase,
        looks,
        reputation,
        ip,
        case
            when coalesce(endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip) is not null
                then (rating / rating_max * 10)::decimal(4, 2)
        end as rating

    from counted_feedback

    where is_surveyed and not is_superseded

),

told as (

    unpivot answers
    on nps, endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip, rating
    into name question value answer

)

select
    question::varchar as question,
    answer::double as answer,
    count(*)::bigint as count_answers

from told

group by question, answer

order by question, answer
