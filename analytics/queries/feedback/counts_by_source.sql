-- One row per source of feedback: responses, and how many of them answer a question of the survey,
-- carry stars, tell pictures, hold a text; `superseded` are answers that count no more because
-- their customer answered again. Which of these count is the caller's rule. Reads feedback.
-- Parameters: survey_sources, start, end, channels, products.
with

-- include feedback/counted_feedback

select
    source::varchar as source,
    count(*)::bigint as responses,
    (count(*) filter (
        where
            coalesce(
                nps, endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation,
                ip,
                case when disappointed is not null then 0 end
            ) is not null
    ))::bigint as answers,
    (count(*) filter (where is_superseded))::bigint as superseded,
    count(rating)::bigint as stars,
    count(images)::bigint as pictures,
    count(text)::bigint as texts

from counted_feedback

group by source

order by source
