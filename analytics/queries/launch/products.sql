-- One row per product of the sheet of products, or sold: its day of launch as the sheet has it
-- (null where nobody said), and the first and last day of the data.
-- Reads products, sheet_products, about.
with

sheet_items as (

    select
        sku as item,
        max(product) as product,
        max(category) as category,
        max(launched_on) as launched_on

    from sheet_products

    where sku is not null

    group by sku

)

select
    coalesce(products.item, sheet_items.item)::varchar as item,
    coalesce(products.product, sheet_items.product, sheet_items.item)::varchar as product,
    coalesce(products.category, sheet_items.category)::varchar as category,
    coalesce(products.launched_on, sheet_items.launched_on)::date as launched_on,
    (products.item is not null)::boolean as is_sold,
    about.first_on::date as first_on,
    about.as_of::date as as_of

from (select * from products where product_key > 0) as products

full join sheet_items
    on products.item = sheet_items.item

cross join about

order by 1
