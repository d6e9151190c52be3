-- One row: the sums every survey and review measure needs. An item is one super's 0-10 question.
-- Items, nps and disappointed: of each customer's several responses the latest counts. Reviews all count.
-- Reads feedback. Parameters: survey_sources, review_sources, start, end, channels, products.
with

-- include feedback/counted_feedback,

asked as (

    select
        count(coalesce(
            nps, endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip,
            case when disappointed is not null then 0 end
        )) as respondents,
        count(nps) as nps_count,
        count(*) filter (where nps >= 9) as promoters,
        count(*) filter (where nps > 6 and nps < 9) as passives,
        count(*) filter (where nps <= 6) as detractors,
        count(disappointed) as disappointed_count,
        count(*) filter (where disappointed = 'very') as very_disappointed,
        count(*) filter (where disappointed = 'somewhat') as somewhat_disappointed,
        count(endorsement) as endorsement_count,
        sum(endorsement) as endorsement_total,
        sum(endorsement::double * endorsement) as endorsement_squares,
        count(creativity) as creativity_count,
        sum(creativity) as creativity_total,
        sum(creativity::double * creativity) as creativity_squares,
        count(efficacy) as efficacy_count,
        sum(efficacy) as efficacy_total,
        sum(efficacy::double * efficacy) as efficacy_squares,
        count(value) as value_count,
        sum(value) as value_total,
        sum(value::double * value) as value_squares,
        count(moat) as moat_count,
        sum(moat) as moat_total,
        sum(moat::double * moat) as moat_squares,
        count(repurchase) as repurchase_count,
        sum(repurchase) as repurchase_total,
        sum(repurchase::double * repurchase) as repurchase_squares,
        count(looks) as looks_count,
        sum(looks) as looks_total,
        sum(looks::double * looks) as looks_squares,
        count(reputation) as reputation_count,
        sum(reputation) as reputation_total,
        sum(reputation::double * reputation) as reputation_squares,
        count(ip) as ip_count,
        sum(ip) as ip_total,
        sum(ip::double * ip) as ip_squares

    from counted_feedback

    where is_surveyed and not is_superseded

),

reviewed as (

    select
        count(images) as images_count,
        count(*) as reviews,
        count(images) as reviews_with_image_count,
        count(*) filter (where images > 0) as reviews_with_images,
        count(rating) as rating_count,
        sum(rating / rating_max * 5) as rating_total,
        sum((rating / rating_max * 5) * (rating / rating_max * 5)) as rating_squares

    from counted_feedback

    where list_contains($review_sources::varchar[], source)

),

repeated as (

    select
        count(*) as superseded_responses,
        count(distinct customer_id) as repeat_respondents

    from counted_feedback

    where is_superseded

)

select
    respondents::bigint as respondents,
    superseded_responses::bigint as superseded_responses,
    repeat_respondents::bigint as repeat_respondents,
    nps_count::bigint as nps_count,
    promoters::bigint as promoters,
    passives::bigint as passives,
    detractors::bigint as detractors,
    disappointed_count::bigint as disappointed_count,
    very_disappointed::bigint as very_disappointed,
    somewhat_disappointed::bigint as somewhat_disappointed,
    reviews::bigint as reviews,
    images_count::bigint as images_count,
    reviews_with_image_count::bigint as reviews_with_image_count,
    reviews_with_images::bigint as reviews_with_images,
    rating_count::bigint as rating_count,
    rating_total::double as rating_total,
    rating_squares::double as rating_squares,
    endorsement_count::bigint as endorsement_count,
    endorsement_total::double as endorsement_total,
    endorsement_squares::double as endorsement_squares,
    creativity_count::bigint as creativity_count,
    creativity_total::double as creativity_total,
    creativity_squares::double as creativity_squares,
    efficacy_count::bigint as efficacy_count,
    efficacy_total::double as efficacy_total,
    efficacy_squares::double as efficacy_squares,
    value_count::bigint as value_count,
    value_total::double as value_total,
    value_squares::double as value_squares,
    moat_count::bigint as moat_count,
    moat_total::double as moat_total,
    moat_squares::double as moat_squares,
    repurchase_count::bigint as repurchase_count,
    repurchase_total::double as repurchase_total,
    repurchase_squares::double as repurchase_squares,
    looks_count::bigint as looks_count,
    looks_total::double as looks_total,
    looks_squares::double as looks_squares,
    reputation_count::bigint as reputation_count,
    reputation_total::double as reputation_total,
    reputation_squares::double as reputation_squares,
    ip_count::bigint as ip_count,
    ip_total::double as ip_total,
    ip_squares::double as ip_squares

from asked

cross join reviewed

cross join repeated
