-- One row per product: units sold, units sent back, money in and money back, by the month they
-- stand in.
-- Reads sales, returns. Parameters: start, end, channels, products.
with

units_back as (

    select
        product_key,
        sum(quantity) as quantity

    from returns

    where
        -- include shared/sale_in_scope with row = returns

    group by product_key

),

product_sums as (

    select
        product_key,
        sum(count_paid_lines) as count_paid_lines,
        sum(quantity) as quantity,
        sum(paid_quantity) as paid_quantity,
        sum(paid) as paid,
        sum(refunded) as refunded

    from sales

    where
        -- include shared/sale_in_scope with row = sales

    group by product_key

)

select
    products.product::varchar as product,
    -- Without amounts the net units and those sent back make what was sold.
    (case
        when product_sums.count_paid_lines > 0 then coalesce(product_sums.paid_quantity, 0)
        else product_sums.quantity + coalesce(units_back.quantity, 0)
    end)::bigint as sold,
    coalesce(units_back.quantity, 0)::bigint as sent_back,
    product_sums.paid::double as paid,
    product_sums.refunded::double as refunded

from product_sums

inner join products
    on product_sums.product_key = products.product_key

left join units_back
    on product_sums.product_key = units_back.product_key

order by sold desc, product, sent_back, product_sums.product_key
