-- One row per product of these whose cohorts are added up beforehand, by name.
-- Reads celled_products. Parameters: products.
select products.item::varchar as product

from celled_products

inner join products
    on celled_products.product_key = products.product_key

where list_contains($products::varchar[], products.item)

order by products.item
