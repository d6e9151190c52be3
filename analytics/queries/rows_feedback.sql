-- One row per response, newest first. Reads feedback.
-- Parameters: start, end, channels, products, limit, offset.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

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

from feedback

where
    ($channels::varchar[] is null or channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or product_key in (select product_key from kept_products))
    and ($start::date is null or month_on >= $start::date)
    and ($end::date is null or month_on <= $end::date)

order by submitted_at desc nulls last, response_key

limit $limit

offset $offset
