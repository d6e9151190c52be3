-- One row per replicate group: the sums of feedback/sums over its responses.
-- Reads feedback, replicate_responses. Parameters: survey_sources, review_sources, start, end,
-- channels, products.
with

-- include feedback/counted_feedback,

grouped_responses as (

    select
        responses.*,
        replicate_responses.replicate,
        responses.is_surveyed and not responses.is_superseded as is_answer,
        list_contains($review_sources::varchar[], responses.source) as is_review

    from counted_feedback as responses

    inner join replicate_responses
        on responses.response_key = replicate_responses.response_key

),

starred_responses as (

    select
        *,
        case when is_review then rating / rating_max * 5 end as stars

    from grouped_responses

)

select
    replicate::integer as replicate,
    (count(nps) filter (where is_answer))::bigint as nps_count,
    (count(*) filter (where is_answer and nps >= 9))::bigint as promoters,
    (count(*) filter (where is_answer and nps <= 6))::bigint as detractors,
    (count(disappointed) filter (where is_answer))::bigint as disappointed_count,
    (count(*) filter (where is_answer and disappointed = 'very'))::bigint as very_disappointed,
    (count(*) filter (where is_review and images is not null))::bigint as reviews_with_image_count,
    (count(*) filter (where is_review and images > 0))::bigint as reviews_with_images,
    count(stars)::bigint as rating_count,
    sum(stars)::double as rating_total,
    (count(endorsement) filter (where is_answer))::bigint as endorsement_count,
    (sum(endorsement) filter (where is_answer))::double as endorsement_total,
    (count(creativity) filter (where is_answer))::bigint as creativity_count,
    (sum(creativity) filter (where is_answer))::double as creativity_total,
    (count(efficacy) filter (where is_answer))::bigint as efficacy_count,
    (sum(efficacy) filter (where is_answer))::double as efficacy_total,
    (count(value) filter (where is_answer))::bigint as value_count,
    (sum(value) filter (where is_answer))::double as value_total,
    (count(moat) filter (where is_answer))::bigint as moat_count,
    (sum(moat) filter (where is_answer))::double as moat_total,
    (count(repurchase) filter (where is_answer))::bigint as repurchase_count,
    (sum(repurchase) filter (where is_answer))::double as repurchase_total,
    (count(looks) filter (where is_answer))::bigint as looks_count,
    (sum(looks) filter (where is_answer))::double as looks_total,
    (count(reputation) filter (where is_answer))::bigint as reputation_count,
    (sum(reputation) filter (where is_answer))::double as reputation_total,
    (count(ip) filter (where is_answer))::bigint as ip_count,
    (sum(ip) filter (where is_answer))::double as ip_total

from starred_responses

group by replicate

order by replicate
