-- One row per product: the money behind a share of revenue, largest first.
-- Reads sales, products. Parameters: start, end, channels, products, limit, offset.
select
    products.item::varchar as item,
    products.product::varchar as product,
    products.launched_on::date as launched_on,
    products.is_substantive::boolean as is_substantive,
    products.protected_until::date as protected_until,
    sum(sales.count_paid_lines)::bigint as count_paid_lines,
    sum(sales.paid)::double as paid,
    sum(sales.list_amount)::double as list_amount,
    sum(sales.full_price_paid)::double as full_price_paid,
    sum(sales.refunded)::double as refunded

from sales

inner join products
    on sales.product_key = products.product_key

where
    -- include shared/sale_in_scope with row = sales

group by
    products.item,
    products.product,
    products.launched_on,
    products.is_substantive,
    products.protected_until

order by paid desc, item

limit $limit

offset $offset
