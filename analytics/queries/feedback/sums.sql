-- One row: the sums every survey and review measure needs, but for those of single questions. Of a
-- customer's several survey responses the latest counts (questions, disappointed); reviews all
-- count.
-- Reads feedback. Parameters: survey_sources, review_sources, start, end, channels, products.
with

-- include feedback/counted_feedback,

survey_sums as (

    select
        count(*) as respondents,
        count(nps) as nps_count,
        count(*) filter (where nps >= 9) as promoters,
        count(*) filter (where nps > 6 and nps < 9) as passives,
        count(*) filter (where nps <= 6) as detractors,
        count(disappointed) as disappointed_count,
        count(*) filter (where disappointed = 'very') as very_disappointed,
        count(*) filter (where disappointed = 'somewhat') as somewhat_disappointed

    from counted_feedback

    where is_surveyed and not is_superseded

),

review_sums as (

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

superseded_counts as (

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
    rating_squares::double as rating_squares

from survey_sums

cross join review_sums

cross join superseded_counts
