-- One row per replicate group and product sold: sums over the chosen months and channels, what the
-- sheets say of the product, and of how many people one is looked at.
-- Reads replicate_sales, replicates, products. Parameters: start, end, channels, products.
with

sums as (

    select
        replicate,
        product_key,
        sum(paid_quantity) as paid_quantity,
        sum(paid) as paid,
        sum(listed_paid) as listed_paid,
        sum(list_amount) as list_amount,
        sum(full_price_paid) as full_price_paid,
        sum(full_price_list_amount) as full_price_list_amount

    from replicate_sales

    where
        -- include shared/sale_in_scope with row = replicate_sales

    group by replicate, product_key

)

select
    sums.replicate::integer as replicate,
    products.item::varchar as item,
    products.launched_on::date as launched_on,
    coalesce(products.is_substantive, false)::boolean as is_substantive,
    products.protected_until::date as protected_until,
    sums.paid_quantity::double as paid_quantity,
    sums.paid::double as paid,
    sums.listed_paid::double as listed_paid,
    sums.list_amount::double as list_amount,
    sums.full_price_paid::double as full_price_paid,
    sums.full_price_list_amount::double as full_price_list_amount,
    replicates.one_in::integer as one_in

from sums

inner join products
    on sums.product_key = products.product_key

cross join replicates

order by sums.replicate, sums.product_key
