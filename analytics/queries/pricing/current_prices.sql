-- One row per product paid for in the 90 days up to the end: money and units in all and by domain
-- (null where a domain sold none), and what a unit costs: the sheet's, else what lines of the last
-- 12 months say as a share of their money.
-- Reads price_weeks, sales, channels, products, about. Parameters: end, channels, products.
with

today as (

    select least(about.as_of, ($end::date + interval 1 month)::date - 1) as as_of from about

),

recent_weeks as (

    select
        price_weeks.product_key,
        sum(price_weeks.paid) as paid,
        sum(price_weeks.quantity) as quantity,
        sum(price_weeks.paid) filter (where channels.domain = 'public') as public_paid,
        sum(price_weeks.quantity) filter (where channels.domain = 'public') as public_quantity,
        sum(price_weeks.paid) filter (where channels.domain = 'private') as private_paid,
        sum(price_weeks.quantity) filter (where channels.domain = 'private') as private_quantity

    from price_weeks

    cross join today

    left join channels
        on price_weeks.channel_key = channels.channel_key

    where
        price_weeks.week_on > today.as_of - 90
        and price_weeks.week_on <= today.as_of
        and (
            -- include shared/channel_in_scope with row = price_weeks
        )
        and (
            -- include shared/product_in_scope with row = price_weeks
        )

    group by price_weeks.product_key

),

cost_shares as (

    select
        sales.product_key,
        sum(sales.cost)::double / nullif(sum(sales.costed)::double, 0) as cost_share

    from sales

    cross join today

    where sales.month_on > today.as_of - interval 12 month and sales.month_on <= today.as_of

    group by sales.product_key

)

select
    products.item::varchar as item,
    products.sku::varchar as sku,
    products.product::varchar as product,
    products.category::varchar as category,
    recent_weeks.paid::double as paid,
    recent_weeks.quantity::double as quantity,
    (recent_weeks.paid / recent_weeks.quantity)::double as price,
    (recent_weeks.public_paid / nullif(recent_weeks.public_quantity, 0))::double as public_price,
    (recent_weeks.private_paid / nullif(recent_weeks.private_quantity, 0))::double
        as private_price,
    coalesce(
        products.unit_cost::double,
        cost_shares.cost_share * (recent_weeks.paid / recent_weeks.quantity)::double
    )::double as unit_cost

from recent_weeks

inner join products
    on recent_weeks.product_key = products.product_key

left join cost_shares
    on recent_weeks.product_key = cost_shares.product_key

where recent_weeks.quantity > 0

order by item
