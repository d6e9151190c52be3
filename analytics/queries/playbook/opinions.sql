-- One row: of the sheets on needs, claims and brands, people who marked one need both ways in the
-- segment that has most, claims, and brands that enough people rated.
-- Reads sheet_needs, sheet_claims, sheet_rival_ratings. Parameters: least.
with

need_people as (

    select
        segment,
        need,
        count(distinct coalesce(respondent, customer_id)) as count_people

    from sheet_needs

    where need is not null and importance is not null and satisfaction is not null

    group by segment, need

),

rated_brands as (

    select brand

    from sheet_rival_ratings

    where brand is not null and attribute is not null and score is not null

    group by brand

    having count(distinct respondent) >= $least

)

select
    coalesce((select max(count_people) from need_people), 0)::bigint as need_people,
    (select count(*) from sheet_claims where claim is not null)::bigint as claims,
    (select count(*) from rated_brands)::bigint as rated_brands
