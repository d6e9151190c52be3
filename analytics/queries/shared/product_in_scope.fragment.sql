-- Whether the row is of a product that the filters ask for.
(
    $products::varchar[] is null
    or {row}.product_key in (
        select product_key from products where list_contains($products::varchar[], item)
    )
)
