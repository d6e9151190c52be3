-- One row per replicate group: the sums of feedback/sums over its responses.
-- Reads feedback, replicate_responses. Parameters: start, end, channels, products.
with

chosen as (

    select
        responses.*,
        replicate_responses.replicate,
        case when responses.source = 'review' then responses.rating / responses.rating_max * 5 end as stars

    from chosen_feedback($start::date, $end::date, $channels::varchar[], $products::varchar[]) as responses

    inner join replicate_responses
        on responses.response_key = replicate_responses.response_key

)

select
    replicate::integer as replicate,
    (count(nps) filter (where not is_superseded))::bigint as nps_count,
    (count(*) filter (where not is_superseded and nps >= 9))::bigint as promoters,
    (count(*) filter (where not is_superseded and nps <= 6))::bigint as detractors,
    (count(disappointed) filter (where not is_superseded))::bigint as disappointed_count,
    (count(*) filter (where not is_superseded and disappointed = 'very'))::bigint as very_disappointed,
    (count(*) filter (where source = 'review' and images is not null))::bigint as reviews_with_image_count,
    (count(*) filter (where source = 'review' and images > 0))::bigint as reviews_with_images,
    count(stars)::bigint as rating_count,
    sum(stars)::double as rating_total,
    (count(endorsement) filter (where not is_superseded))::bigint as endorsement_count,
    (sum(endorsement) filter (where not is_superseded))::double as endorsement_total,
    (count(creativity) filter (where not is_superseded))::bigint as creativity_count,
    (sum(creativity) filter (where not is_superseded))::double as creativity_total,
    (count(efficacy) filter (where not is_superseded))::bigint as efficacy_count,
    (sum(efficacy) filter (where not is_superseded))::double as efficacy_total,
    (count(value) filter (where not is_superseded))::bigint as value_count,
    (sum(value) filter (where not is_superseded))::double as value_total,
    (count(moat) filter (where not is_superseded))::bigint as moat_count,
    (sum(moat) filter (where not is_superseded))::double as moat_total,
    (count(repurchase) filter (where not is_superseded))::bigint as repurchase_count,
    (sum(repurchase) filter (where not is_superseded))::double as repurchase_total,
    (count(looks) filter (where not is_superseded))::bigint as looks_count,
    (sum(looks) filter (where not is_superseded))::double as looks_total,
    (count(reputation) filter (where not is_superseded))::bigint as reputation_count,
    (sum(reputation) filter (where not is_superseded))::double as reputation_total,
    (count(ip) filter (where not is_superseded))::bigint as ip_count,
    (sum(ip) filter (where not is_superseded))::double as ip_total

from chosen

group by replicate

order by replicate
