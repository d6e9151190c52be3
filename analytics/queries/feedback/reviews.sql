-- One row per response with a text or stars, as read: where it stands in its file, its text, stars
-- and day.
-- Reads feedback. Parameters: text_sources, start, end, channels, products.
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
    and list_contains($text_sources::varchar[], source)
    and (
        -- include shared/sale_in_scope with row = feedback
    )

order by response_key
