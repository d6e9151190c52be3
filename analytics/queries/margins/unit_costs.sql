-- One row per product and month in which it sold with a known cost: units, and what one of them
-- cost the brand.
-- Reads money, products. Parameters: start, end, channels, products.
with

product_months as (

    select
        product_key,
        month_on,
        sum(costed_units) as units,
        sum(sold_cost) as cost

    from money

    where
        product_key > 0
        and costed_units > 0
        and (
            -- include shared/sale_in_scope with row = money
        )

    group by product_key, month_on

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    product_months.month_on::date as month_on,
    product_months.units::bigint as units,
    (product_months.cost::double / product_months.units)::double as unit_cost

from product_months

inner join products
    on product_months.product_key = products.product_key

order by item, month_on
