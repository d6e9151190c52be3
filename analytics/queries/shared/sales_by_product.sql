-- One row per product sold: its sums over the chosen months and channels, and what the sheets say
-- of it.
-- Reads sales, products. Parameters: start, end, channels, products.
with

product_sums as (

    select
        product_key,
        sum(count_paid_lines) as count_paid_lines,
        sum(paid_quantity) as paid_quantity,
        sum(paid) as paid,
        sum(paid_squared) as paid_squared,
        sum(refunded) as refunded,
        sum(listed_paid) as listed_paid,
        sum(listed_squared) as listed_squared,
        sum(list_amount) as list_amount,
        sum(full_price_paid) as full_price_paid,
        sum(full_price_list_amount) as full_price_list_amount,
        sum(full_price_squared) as full_price_squared,
        sum(count_listed_lines) as count_listed_lines

    from sales

    where
        -- include shared/sale_in_scope with row = sales

    group by product_key

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    products.launched_on::date as launched_on,
    coalesce(products.is_substantive, false)::boolean as is_substantive,
    products.protected_until::date as protected_until,
    coalesce(product_sums.count_paid_lines, 0)::bigint as count_paid_lines,
    coalesce(product_sums.paid_quantity, 0)::bigint as paid_quantity,
    product_sums.paid::double as paid,
    product_sums.paid_squared::double as paid_squared,
    product_sums.refunded::double as refunded,
    product_sums.listed_paid::double as listed_paid,
    product_sums.listed_squared::double as listed_squared,
    product_sums.list_amount::double as list_amount,
    product_sums.full_price_paid::double as full_price_paid,
    product_sums.full_price_list_amount::double as full_price_list_amount,
    product_sums.full_price_squared::double as full_price_squared,
    product_sums.count_listed_lines::bigint as count_listed_lines

from product_sums

inner join products
    on product_sums.product_key = products.product_key

order by paid desc, item
