-- One row per product and channel: net unit price less what gifts cost, over the period.
-- Reads sales, gift_costs, channels, products. Parameters: start, end, products, least_lines.
with

gifts as (

    select
        product_key,
        channel_key,
        sum(cost) as cost

    from gift_costs

    where
        -- include shared/month_in_scope with row = gift_costs

    group by product_key, channel_key

),

sold as (

    select
        product_key,
        channel_key,
        sum(paid) as paid,
        sum(paid_quantity) as quantity,
        sum(count_paid_lines) as count_lines

    from sales

    where
        product_key <> 0
        and channel_key <> 0
        and (
            -- include shared/product_in_scope with row = sales
        )
        and (
            -- include shared/month_in_scope with row = sales
        )

    group by product_key, channel_key

    having sum(count_paid_lines) >= $least_lines

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    channels.channel::varchar as channel,
    channels.domain::varchar as domain,
    sold.paid::double as paid,
    sold.quantity::bigint as quantity,
    sold.count_lines::bigint as count_lines,
    ((sold.paid - coalesce(gifts.cost, 0)) / sold.quantity)::double as unit_price

from sold

inner join products
    on sold.product_key = products.product_key

inner join channels
    on sold.channel_key = channels.channel_key

left join gifts
    on sold.product_key = gifts.product_key
    and sold.channel_key = gifts.channel_key

where sold.quantity > 0 and sold.paid > coalesce(gifts.cost, 0)

order by item, channel
