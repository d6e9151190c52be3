-- One row per product whose rivals' prices were seen both lately (within `recent_days` of the last
-- sighting) and at least `since_days` before it: own net price a unit in the three months up to the
-- sightings, and the rivals' median. Reads sales, products, sheet_competitor_prices, about.
-- Parameters: recent_days, since_days, end (no later sighting counts), channels, products.
with

sightings as (

    select
        sku,
        seen_on,
        price / coalesce(nullif(units_per_pack, 0), 1) as unit_price,
        max(seen_on) over (partition by sku) as last_on

    from sheet_competitor_prices

    cross join about

    where price > 0 and seen_on <= least(about.as_of, ($end::date + interval 1 month)::date - 1)

),

dated_sightings as (

    select
        sku,
        date_trunc('month', seen_on)::date as month_on,
        unit_price,
        case
            when last_on - seen_on <= $recent_days then 'now'
            when last_on - seen_on >= $since_days then 'then'
        end as era

    from sightings

),

rival_prices as (

    select
        sku,
        era,
        median(unit_price) as rival_price

    from dated_sightings

    where era is not null

    group by sku, era

),

asked_months as (

    select distinct
        sku,
        era,
        (month_on - to_months(before.months::integer))::date as month_on

    from dated_sightings

    cross join unnest([0, 1, 2]) as before (months)

    where era is not null

),

own_prices as (

    select
        asked_months.sku,
        asked_months.era,
        sum(sales.paid) / nullif(sum(sales.paid_quantity), 0) as own_price,
        sum(sales.paid) as paid

    from asked_months

    inner join products
        on asked_months.sku = products.sku

    inner join sales
        on products.product_key = sales.product_key and asked_months.month_on = sales.month_on

    where
        (
            -- include shared/channel_in_scope with row = sales
        )
        and (
            -- include shared/product_in_scope with row = sales
        )

    group by asked_months.sku, asked_months.era

),

price_pairs as (

    select
        own_prices.sku,
        own_prices.era,
        own_prices.own_price,
        rival_prices.rival_price,
        own_prices.paid

    from own_prices

    inner join rival_prices
        on own_prices.sku = rival_prices.sku and own_prices.era = rival_prices.era

    where own_prices.own_price > 0

)

select
    former.sku::varchar as sku,
    former.own_price::double as own_price_then,
    former.rival_price::double as rival_price_then,
    latter.own_price::double as own_price_now,
    latter.rival_price::double as rival_price_now,
    latter.paid::double as paid

from price_pairs as former

inner join price_pairs as latter
    on former.sku = latter.sku

where former.era = 'then' and latter.era = 'now'

order by former.sku
