-- One row: the sums every survey and review measure needs. An item is one super's 0-10 question.
-- Reads feedback. Parameters: start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

chosen as (

    select *

    from feedback

    where
        ($channels::varchar[] is null or channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or product_key in (select product_key from kept_products))
        and ($start::date is null or month_on >= $start::date)
        and ($end::date is null or month_on <= $end::date)

)

select
    count(nps)::bigint as nps_count,
    (count(*) filter (where nps >= 9))::bigint as promoters,
    (count(*) filter (where nps > 6 and nps < 9))::bigint as passives,
    (count(*) filter (where nps <= 6))::bigint as detractors,
    count(disappointed)::bigint as disappointed_count,
    (count(*) filter (where disappointed = 'very'))::bigint as very_disappointed,
    (count(*) filter (where source = 'review'))::bigint as reviews,
    count(images)::bigint as images_count,
    (count(*) filter (where source = 'review' and images is not null))::bigint as reviews_with_image_count,
    (count(*) filter (where source = 'review' and images > 0))::bigint as reviews_with_images,
    (count(*) filter (where source = 'review' and rating is not null))::bigint as rating_count,
    (sum(rating / rating_max * 5) filter (where source = 'review'))::double as rating_total,
    (sum((rating / rating_max * 5) * (rating / rating_max * 5)) filter (where source = 'review'))::double
        as rating_squares,
    count(endorsement)::bigint as endorsement_count,
    sum(endorsement)::double as endorsement_total,
    sum(endorsement::double * endorsement)::double as endorsement_squares,
    count(creativity)::bigint as creativity_count,
    sum(creativity)::double as creativity_total,
    sum(creativity::double * creativity)::double as creativity_squares,
    count(efficacy)::bigint as efficacy_count,
    sum(efficacy)::double as efficacy_total,
    sum(efficacy::double * efficacy)::double as efficacy_squares,
    count(value)::bigint as value_count,
    sum(value)::double as value_total,
    sum(value::double * value)::double as value_squares,
    count(moat)::bigint as moat_count,
    sum(moat)::double as moat_total,
    sum(moat::double * moat)::double as moat_squares,
    count(repurchase)::bigint as repurchase_count,
    sum(repurchase)::double as repurchase_total,
    sum(repurchase::double * repurchase)::double as repurchase_squares,
    count(looks)::bigint as looks_count,
    sum(looks)::double as looks_total,
    sum(looks::double * looks)::double as looks_squares,
    count(reputation)::bigint as reputation_count,
    sum(reputation)::double as reputation_total,
    sum(reputation::double * reputation)::double as reputation_squares,
    count(ip)::bigint as ip_count,
    sum(ip)::double as ip_total,
    sum(ip::double * ip)::double as ip_squares

from chosen
