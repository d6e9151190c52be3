-- One row per response that counts, newest first. Reads feedback.
-- Parameters: start, end, channels, products, limit, offset.
select
    submitted_at::timestamp as submitted_at,
    source::varchar as source,
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

from chosen_feedback($start::date, $end::date, $channels::varchar[], $products::varchar[])

where not is_superseded

order by submitted_at desc nulls last, response_key

limit $limit

offset $offset
