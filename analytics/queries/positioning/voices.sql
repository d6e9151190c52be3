-- One row per response with a text or stars: who gave it, on which day, in which channel, and about
-- which category.
-- Reads feedback, products. Parameters: text_sources, start, end, channels, products.
select
    feedback.response_key::integer as response_key,
    feedback.customer_id::varchar as customer_id,
    feedback.channel::varchar as channel,
    products.category::varchar as category,
    feedback.submitted_at::date as submitted_on

from feedback

left join products
    on feedback.product_key = products.product_key

where
    (feedback.text is not null or feedback.rating is not null)
    and list_contains($text_sources::varchar[], feedback.source)
    and (
        -- include shared/sale_in_scope with row = feedback
    )

order by response_key
