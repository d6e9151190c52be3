-- One row per response and price it names, of the responses that customers gave: the four prices
-- that the feedback holds itself. A response without a customer is a respondent of its own.
-- Reads feedback. Parameters: survey_sources.
with

response_prices as (

    select
        coalesce(customer_id, feedback_id, 'response ' || response_key) as respondent,
        sku,
        submitted_at::date as asked_on,
        response_key,
        unnest([too_cheap, cheap, expensive, too_expensive]) as price,
        unnest(['too_cheap', 'cheap', 'expensive', 'too_expensive']) as answer

    from feedback

    where
        list_contains($survey_sources, source)
        and coalesce(too_cheap, cheap, expensive, too_expensive) is not null

)

select
    respondent::varchar as respondent,
    sku::varchar as sku,
    price::double as price,
    answer::varchar as answer,
    null::integer as position,
    asked_on::date as asked_on

from response_prices

where price > 0

qualify
    row_number() over (
        partition by respondent, sku, answer
        order by asked_on desc nulls last, response_key desc
    ) = 1

order by respondent, sku, answer
