-- One row per product and month sold in both domains: net unit price in each, less what gifts cost,
-- and the units sold privately.
-- Reads sales, gift_costs, channels, products. Parameters: start, end, products, least_lines (in
-- each domain).
with

gifts as (

    select
        gift_costs.product_key,
        gift_costs.month_on,
        channels.domain,
        sum(gift_costs.cost) as cost

    from gift_costs

    inner join channels
        on gift_costs.channel_key = channels.channel_key

    group by gift_costs.product_key, gift_costs.month_on, channels.domain

),

sold as (

    select
        sales.product_key,
        sales.month_on,
        channels.domain,
        sum(sales.paid) as paid,
        sum(sales.paid_quantity) as quantity,
        sum(sales.count_paid_lines) as count_lines

    from sales

    inner join channels
        on sales.channel_key = channels.channel_key

    where
        channels.domain is not null
        and sales.product_key <> 0
        and (
            -- include shared/product_in_scope with row = sales
        )
        and (
            -- include shared/month_in_scope with row = sales
        )

    group by sales.product_key, sales.month_on, channels.domain

    having sum(sales.count_paid_lines) >= $least_lines

),

priced as (

    select
        sold.*,
        (sold.paid - coalesce(gifts.cost, 0)) / nullif(sold.quantity, 0) as unit_price

    from sold

    left join gifts
        on sold.product_key = gifts.product_key
        and sold.month_on = gifts.month_on
        and sold.domain = gifts.domain

),

matched as (

    select
        product_key,
        month_on,
        max(unit_price) filter (where domain = 'public') as public_price,
        max(unit_price) filter (where domain = 'private') as private_price,
        max(quantity) filter (where domain = 'private') as private_quantity

    from priced

    where unit_price > 0

    group by product_key, month_on

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    matched.month_on::date as month_on,
    matched.public_price::double as public_price,
    matched.private_price::double as private_price,
    matched.private_quantity::bigint as private_quantity

from matched

inner join products
    on matched.product_key = products.product_key

where matched.public_price is not null and matched.private_price is not null

order by item, month_on
