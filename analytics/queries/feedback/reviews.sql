-- One row per response with a text or stars, as read: where it stands in its file, its text, stars and day.
-- Reads feedback. Parameters: start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    response_key::integer as response_key,
    source_file::varchar as source_file,
    source_row::integer as source_row,
    submitted_at::timestamp as submitted_at,
    month_on::date as month_on,
    channel::varchar as channel,
    sku::varchar as sku,
    source::varchar as source,
    rating::double as rating,
    rating_max::double as rating_max,
    text::varchar as text

from feedback

where
    (text is not null or rating is not null)
    and ($channels::varchar[] is null or channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or product_key in (select product_key from kept_products))
    and ($start::date is null or month_on >= $start::date)
    and ($end::date is null or month_on <= $end::date)

order by response_key
