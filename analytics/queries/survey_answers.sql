-- One row per question and answer on its 0-10 scale, from the responses that count (feedback_sums.sql).
-- A rating is a question only beside a super's own, brought to 0-10. Reads feedback.
-- Parameters: start, end, channels, products.
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

),

surveyed as (

    -- A comment makes a review of a survey's answer when the file does not say what it is.
    select response_key, customer_id, submitted_at

    from chosen

    where
        customer_id is not null
        and source in ('survey', 'review')
        and coalesce(
            nps, endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip,
            case when disappointed is not null then 0 end
        ) is not null

),

again as (

    select customer_id from surveyed group by customer_id having count(*) > 1

),

superseded as (

    select response_key, customer_id

    from surveyed

    where customer_id in (select customer_id from again)

    qualify row_number() over (
        partition by customer_id
        order by submitted_at desc nulls last, response_key desc
    ) > 1

),

counted as (

    select * from chosen where response_key not in (select response_key from superseded)

),

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

    from counted

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
