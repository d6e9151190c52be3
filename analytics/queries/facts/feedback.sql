-- feedback: one row per kept response, with the keys of its product and channel (0 = not given or
-- not sold); and the macro that says which of them count. Parameters: folder, as_of.
set variable lines_folder = $folder;
set variable lines_as_of = $as_of;

create or replace table feedback as
select
    row_number() over (order by responses.file_key, responses.source_row)::integer as response_key,
    coalesce(channels.channel_key, 0)::smallint as channel_key,
    coalesce(products.product_key, 0)::integer as product_key,
    date_trunc('month', responses.submitted_at)::date as month_on,
    responses.* exclude (flaws, file_key)

from feedback_of(getvariable('lines_folder')) as responses

left join channels
    on responses.channel = channels.channel

left join products
    on responses.sku = products.item

where
    getvariable('lines_as_of') is null
    or responses.submitted_at is null
    or responses.submitted_at < getvariable('lines_as_of')::date + interval 1 day;

-- The responses under filters. Of a customer's several survey responses the latest counts and the
-- others are superseded; reviews and responses without a customer all count.
create or replace macro chosen_feedback(from_on, until_on, only_channels, only_products) as table
with

in_scope_feedback as (

    select *

    from feedback

    where
        (
            only_channels is null
            or channel_key in (
                select channel_key from channels where list_contains(only_channels, channel)
            )
        )
        and (
            only_products is null
            or product_key in (
                select product_key from products where list_contains(only_products, item)
            )
        )
        and (from_on is null or month_on >= from_on)
        and (until_on is null or month_on <= until_on)

),

survey_responses as (

    -- A comment makes a review of a survey's answer when the file does not say what it is.
    select response_key, customer_id, submitted_at

    from in_scope_feedback

    where
        customer_id is not null
        and source in ('survey', 'review')
        and coalesce(
            nps, endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip,
            case when disappointed is not null then 0 end
        ) is not null

),

repeat_respondents as (

    select customer_id from survey_responses group by customer_id having count(*) > 1

),

superseded as (

    select response_key

    from survey_responses

    where customer_id in (select customer_id from repeat_respondents)

    qualify row_number() over (
        partition by customer_id
        order by submitted_at desc nulls last, response_key desc
    ) > 1

)

select
    *,
    response_key in (select response_key from superseded) as is_superseded

from in_scope_feedback;
