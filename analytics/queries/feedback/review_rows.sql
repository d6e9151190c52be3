-- One row per response with a text: which it is and whose, under the filters.
-- Reads feedback. Parameters: text_sources, start, end, channels, products.
select
    response_key::uinteger as row,
    customer_id::varchar as customer_id

from feedback

where
    text is not null
    and list_contains($text_sources::varchar[], source)
    and (
        -- include shared/sale_in_scope with row = feedback
    )

order by response_key
