-- One row per response of a beta test with its wave: the one written beside it, else the last wave
-- whose testers had joined by then. Reads feedback, sheet_beta_testers.
with

waves as (

    select
        wave,
        min(joined_on) as began_on

    from sheet_beta_testers

    where wave is not null and joined_on is not null

    group by wave

),

beta_responses as (

    select
        response_key,
        customer_id,
        sku,
        submitted_at,
        rating,
        rating_max,
        nps,
        disappointed,
        -- Responses of former releases have no such column.
        to_json(responses) ->> '$.wave' as wave

    from feedback as responses

    where source = 'beta'

),

dated_waves as (

    select
        beta_responses.response_key,
        max_by(waves.wave, waves.began_on) as wave

    from beta_responses

    inner join waves
        on beta_responses.submitted_at::date >= waves.began_on

    group by beta_responses.response_key

)

select
    beta_responses.response_key::integer as response_key,
    beta_responses.customer_id::varchar as customer_id,
    beta_responses.sku::varchar as sku,
    beta_responses.submitted_at::timestamp as submitted_at,
    coalesce(beta_responses.wave, dated_waves.wave)::varchar as wave,
    beta_responses.rating::double as rating,
    beta_responses.rating_max::double as rating_max,
    beta_responses.nps::double as nps,
    beta_responses.disappointed::varchar as disappointed

from beta_responses

left join dated_waves
    on beta_responses.response_key = dated_waves.response_key

order by beta_responses.response_key
