-- One row per product and week sold in two channels or more: how far unit prices lie apart between
-- them. `cv` is their standard deviation over their mean, `spread` highest less lowest over their
-- mean.
-- Reads price_weeks, channels, products. Parameters: start, end, products, least_lines (in each
-- channel).
with

weeks as (

    select
        product_key,
        week_on,
        count(*) as count_channels,
        avg(paid / quantity) as mean_price,
        stddev_samp((paid / quantity)::double) as deviation,
        max(paid / quantity) - min(paid / quantity) as reach

    from price_weeks

    where
        channel_key > 0
        and count_lines >= $least_lines
        and (
            -- include shared/product_in_scope with row = price_weeks
        )
        and ($start::date is null or week_on >= $start::date)
        and ($end::date is null or week_on < $end::date + interval 1 month)

    group by product_key, week_on

    having count(*) > 1

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    weeks.week_on::date as week_on,
    weeks.count_channels::integer as count_channels,
    (weeks.deviation / weeks.mean_price)::double as cv,
    (weeks.reach / weeks.mean_price)::double as spread

from weeks

inner join products
    on weeks.product_key = products.product_key

order by item, week_on
