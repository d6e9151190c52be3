-- One row per product with rivals' prices: own net price a unit and the rivals' median, both over
-- the 12 months up to the as-of day, which a period may set earlier. Where the size of the own pack
-- and of a rival's are known in one unit, rivals count with their price for as much as it holds,
-- and those without such a size do not; else by the piece.
-- Reads sales, products, sheet_products, sheet_competitor_prices, about.
-- Parameters: end, channels, products.
with

today as (

    select least(about.as_of, ($end::date + interval 1 month)::date - 1) as as_of from about

),

size_units as (

    select * from (
        values
            ('ml', 'ml', 1.0),
            ('cl', 'ml', 10.0),
            ('l', 'ml', 1000.0),
            ('mg', 'g', 0.001),
            ('g', 'g', 1.0),
            ('kg', 'g', 1000.0)
    ) as size_units (unit, base_unit, factor)

),

own_rows as (

    -- Sheets of former releases have no sizes.
    select
        sku,
        try_cast(to_json(sheet) ->> '$.size' as double) as size,
        lower(trim(to_json(sheet) ->> '$.size_unit')) as unit

    from sheet_products as sheet

    where sku is not null

    qualify
        row_number() over (partition by sku order by source_file desc, source_row desc) = 1

),

own_sizes as (

    select
        own_rows.sku,
        own_rows.size * coalesce(size_units.factor, 1) as amount,
        coalesce(size_units.base_unit, own_rows.unit) as unit

    from own_rows

    left join size_units
        on own_rows.unit = size_units.unit

    where own_rows.size > 0 and own_rows.unit is not null

),

sightings as (

    select
        sheet.sku,
        sheet.price / coalesce(nullif(sheet.units_per_pack, 0), 1) as unit_price,
        try_cast(to_json(sheet) ->> '$.size' as double) as size,
        lower(trim(to_json(sheet) ->> '$.size_unit')) as unit

    from sheet_competitor_prices as sheet

    cross join today

    where
        sheet.price > 0
        and (
            sheet.seen_on is null
            or (sheet.seen_on > today.as_of - interval 12 month and sheet.seen_on <= today.as_of)
        )

),

sized_sightings as (

    select
        sightings.sku,
        sightings.unit_price,
        case
            when sightings.size > 0
                then
                    sightings.unit_price
                    / (sightings.size * coalesce(size_units.factor, 1))
                    * own_sizes.amount
        end as equal_price

    from sightings

    left join size_units
        on sightings.unit = size_units.unit

    left join own_sizes
        on sightings.sku = own_sizes.sku
        and coalesce(size_units.base_unit, sightings.unit) = own_sizes.unit

),

rival_prices as (

    select
        sku,
        coalesce(median(equal_price), median(unit_price)) as rival_price

    from sized_sightings

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
