-- One row per product and whole week in which it was paid for, from some week on: units, and its
-- first week with a sale in all the data.
-- Reads price_weeks, products, about. Parameters: first_on, last_on, channels.
with

whole_weeks as (

    select
        price_weeks.week_on,
        price_weeks.product_key,
        price_weeks.quantity

    from price_weeks

    cross join about

    where
        price_weeks.week_on >= about.first_on
        and price_weeks.week_on + 6 <= about.as_of
        and (
            -- include shared/channel_in_scope with row = price_weeks
        )

),

starts as (

    select
        product_key,
        min(week_on) as sold_from

    from whole_weeks

    group by product_key

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    products.category::varchar as category,
    starts.sold_from::date as sold_from,
    whole_weeks.week_on::date as week_on,
    sum(whole_weeks.quantity)::double as units

from whole_weeks

inner join starts
    on whole_weeks.product_key = starts.product_key

inner join products
    on whole_weeks.product_key = products.product_key

where whole_weeks.week_on between $first_on::date and $last_on::date

group by
    products.item,
    products.product,
    products.category,
    starts.sold_from,
    whole_weeks.week_on

order by item, week_on
