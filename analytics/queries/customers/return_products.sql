-- One row per product: units sold, units sent back, money in and money back, by the month they stand in.
-- Reads sales, returns. Parameters: start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

back as (

    select
        product_key,
        sum(quantity) as quantity

    from returns

    where
        ($channels::varchar[] is null or channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or product_key in (select product_key from kept_products))
        and ($start::date is null or month_on >= $start::date)
        and ($end::date is null or month_on <= $end::date)

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
        ($channels::varchar[] is null or channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or product_key in (select product_key from kept_products))
        and ($start::date is null or month_on >= $start::date)
        and ($end::date is null or month_on <= $end::date)

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
