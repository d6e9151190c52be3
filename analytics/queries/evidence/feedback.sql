-- One row per response that counts anywhere, newest first. `is_surveyed`: its answers are those of
-- a customer surveyed.
-- Reads feedback. Parameters: survey_sources, start, end, channels, products, limit, offset.
with

-- include feedback/counted_feedback

select
    submitted_at::timestamp as submitted_at,
    source::varchar as source,
    is_surveyed::boolean as is_surveyed,
    customer_id::varchar as customer_id,
    rating::double as rating,
    nps::double as nps,
    disappointed::varchar as disappointed,
    endorsement::double as endorsement,
    creativity::double as creativity,
    efficacy::double as efficacy,
    value::double as value,
    moat::double as moat,
    repurchase::double as repurchase,
    looks::double as looks,
    reputation::double as reputation,
    ip::double as ip,
    text::varchar as text,
    images::integer as images

from counted_feedback

where not is_superseded

order by submitted_at desc nulls last, response_key

limit $limit

offset $offset
