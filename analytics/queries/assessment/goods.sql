-- One row per category and product sold: order lines, most first.
-- Reads sales, products.
with

product_sums as (

    select product_key, sum(count_lines) as count_lines from sales group by product_key

)

select
    products.category::varchar as category,
    products.product::varchar as product,
    sum(product_sums.count_lines)::bigint as count_lines

from product_sums

inner join products
    on product_sums.product_key = products.product_key

group by products.category, products.product

order by count_lines desc, category, product
