-- include shared/acquisition_channel_in_scope with row = {row}
-- and of a product that they ask for.
and (
    $products::varchar[] is null
    or {row}.acq_product_key in (
        select product_key from products where list_contains($products::varchar[], item)
    )
)
