-- One row per product with stars in reviews: how many reviews, and their mean as a share of the
-- most stars there are (0-1).
-- Reads feedback, products. Parameters: start, end, channels, products, review_sources.
select
    products.item::varchar as item,
    count(*)::bigint as ratings,
    (
        sum((feedback.rating / feedback.rating_max)::decimal(18, 9))::double / count(*)
    )::double as rating_share

from feedback

inner join products
    on feedback.product_key = products.product_key

where
    feedback.rating is not null
    and feedback.rating_max > 0
    and products.item is not null
    and list_contains($review_sources::varchar[], feedback.source)
    and (
        -- include shared/sale_in_scope with row = feedback
    )

group by products.item

order by item
