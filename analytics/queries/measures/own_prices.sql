-- One row per product with rivals' prices: own net price a unit and the rivals' median, both over
-- the 12 months up to the as-of day, which a period may set earlier.
-- Reads sales, products, sheet_competitor_prices, about. Parameters: end, channels, products.
with

today as (

    select least(about.as_of, ($end::date + interval 1 month)::date - 1) as as_of from about

),

rival_prices as (

    select
        sku,
        median(price / coalesce(nullif(units_per_pack, 0), 1)) as rival_price,
        count(*) as count_sightings

    from sheet_competitor_prices

    cross join today

    where
        price > 0
        and (
            seen_on is null
            or (seen_on > today.as_of - interval 12 month and seen_on <= today.as_of)
        )

    group by sku

),

own_prices as (

    select
        products.sku,
        sum(sales.paid) / nullif(sum(sales.paid_quantity), 0) as own_price,
        sum(sales.paid) as paid

    from sales

    inner join products
        on sales.product_key = products.product_key

    cross join today

    where
        sales.month_on > today.as_of - interval 12 month
        and sales.month_on <= today.as_of
        and (
            -- include shared/channel_in_scope with row = sales
        )
        and (
            -- include shared/product_in_scope with row = sales
        )

    group by products.sku

)

select
    own_prices.sku::varchar as sku,
    own_prices.own_price::double as own_price,
    rival_prices.rival_price::double as rival_price,
    own_prices.paid::double as paid

from own_prices

inner join rival_prices
    on own_prices.sku = rival_prices.sku

where own_prices.own_price > 0

order by own_prices.sku
