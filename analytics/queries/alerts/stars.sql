-- One row per whole week (its Monday) with stars: reviews with stars, and those of two stars of
-- five or fewer.
-- Reads feedback, channels, products, about. Parameters: review_sources, channels, products.
with

star_weeks as (

    select
        (feedback.submitted_at::date - date '1900-01-01') // 7 as week_number,
        count(*) as count_rated,
        count(*) filter (where feedback.rating / feedback.rating_max <= 0.4) as count_low

    from feedback

    where
        feedback.rating is not null
        and feedback.submitted_at is not null
        and list_contains($review_sources::varchar[], feedback.source)
        and (
            -- include shared/channel_in_scope with row = feedback
        )
        and (
            -- include shared/product_in_scope with row = feedback
        )

    group by (feedback.submitted_at::date - date '1900-01-01') // 7

)

select
    (date '1900-01-01' + (star_weeks.week_number * 7)::integer)::date as week_on,
    star_weeks.count_rated::bigint as count_rated,
    star_weeks.count_low::bigint as count_low

from star_weeks

cross join about

where date '1900-01-01' + (star_weeks.week_number * 7)::integer + 6 <= about.as_of

order by week_on
