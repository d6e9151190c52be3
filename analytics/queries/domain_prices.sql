-- One row per product and month sold in both domains: net unit price in each, over 12 months.
-- Reads sales, channels, products, about. Parameters: least_lines (in each domain), products.
with

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

priced as (

    select
        sales.product_key,
        sales.month_on,
        channels.domain,
        sum(sales.paid) / nullif(sum(sales.paid_quantity), 0) as unit_price,
        sum(sales.count_paid_lines) as count_lines

    from sales

    inner join channels
        on sales.channel_key = channels.channel_key

    cross join about

    where
        channels.domain is not null
        and sales.product_key <> 0
        and ($products::varchar[] is null or sales.product_key in (select product_key from kept_products))
        and sales.month_on > about.as_of - interval 12 month

    group by sales.product_key, sales.month_on, channels.domain

),

matched as (

    select
        product_key,
        month_on,
        max(unit_price) filter (where domain = 'public') as public_price,
        max(unit_price) filter (where domain = 'private') as private_price

    from priced

    where count_lines >= $least_lines and unit_price > 0

    group by product_key, month_on

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    matched.month_on::date as month_on,
    matched.public_price::double as public_price,
    matched.private_price::double as private_price

from matched

inner join products
    on matched.product_key = products.product_key

where matched.public_price is not null and matched.private_price is not null

order by item, month_on
