-- One row per response of a customer that answers one of the four price questions: whose it is,
-- about which product, and the two intents to buy. A response without a customer is a person of its
-- own.
-- Reads feedback. Parameters: start, end, channels, products, survey_sources.
select
    coalesce('customer ' || customer_id, 'response ' || response_key)::varchar as respondent,
    sku::varchar as sku,
    too_cheap::double as too_cheap,
    cheap::double as cheap,
    expensive::double as expensive,
    too_expensive::double as too_expensive,
    intent_cheap::double as intent_cheap,
    intent_expensive::double as intent_expensive,
    submitted_at::date as asked_on

from feedback

where
    coalesce(too_cheap, cheap, expensive, too_expensive) is not null
    and list_contains($survey_sources::varchar[], source)
    and (
        -- include shared/sale_in_scope with row = feedback
    )

order by response_key
