-- One row per product: units sold, units sent back, money in and money back, by the month they stand in.
-- Reads sales, returns. Parameters: start, end, channels, products.
with

back as (

    select
        product_key,
        sum(quantity) as quantity

    from returns

    where
        -- include shared/sale_in_scope with row = returns

    group by product_key

),

sold as (

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
        when sold.count_paid_lines > 0 then coalesce(sold.paid_quantity, 0)
        else sold.quantity + coalesce(back.quantity, 0)
    end)::bigint as sold,
    coalesce(back.quantity, 0)::bigint as sent_back,
    sold.paid::double as paid,
    sold.refunded::double as refunded

from sold

inner join products
    on sold.product_key = products.product_key

left join back
    on sold.product_key = back.product_key

order by sold desc, product, sent_back, sold.product_key
