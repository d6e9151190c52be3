-- One row per product and whole week in which it was paid for, of the products that brought most:
-- units, money, and the price of a unit as if every channel always sold the same share, so that a
-- week is no dearer for having sold more in a dear channel. `list_price` is the mean of the month,
-- null where not every paid line has one.
-- Reads price_weeks, sales, products, about. Parameters: start, end, channels, products, most.
with

whole_weeks as (

    select
        price_weeks.week_on,
        price_weeks.product_key,
        price_weeks.channel_key,
        price_weeks.paid,
        price_weeks.quantity

    from price_weeks

    cross join about

    where
        price_weeks.week_on >= about.first_on
        and price_weeks.week_on + 6 <= about.as_of
        and ($start::date is null or price_weeks.week_on >= $start::date)
        and ($end::date is null or price_weeks.week_on < $end::date + interval 1 month)
        and (
            -- include shared/channel_in_scope with row = price_weeks
        )
        and (
            -- include shared/product_in_scope with row = price_weeks
        )

),

product_sums as (

    select
        product_key,
        sum(paid) as paid,
        ln(sum(paid)::double / sum(quantity)::double) as log_price

    from whole_weeks

    group by product_key

    order by sum(paid) desc, product_key

    limit $most

),

channel_prices as (

    select
        product_key,
        channel_key,
        ln(sum(paid)::double / sum(quantity)::double) as log_price

    from whole_weeks

    where product_key in (select product_key from product_sums)

    group by product_key, channel_key

),

product_weeks as (

    select
        whole_weeks.product_key,
        whole_weeks.week_on,
        sum(whole_weeks.paid) as paid,
        sum(whole_weeks.quantity) as quantity,
        -- Rounded week by week: sums of exact numbers are the same in any order.
        sum((
            whole_weeks.quantity
            * (
                ln(whole_weeks.paid::double / whole_weeks.quantity::double)
                - channel_prices.log_price
            )
        )::decimal(28, 9))::double
        / sum(whole_weeks.quantity)::double as log_change

    from whole_weeks

    inner join channel_prices
        on whole_weeks.product_key = channel_prices.product_key
        and whole_weeks.channel_key = channel_prices.channel_key

    group by whole_weeks.product_key, whole_weeks.week_on

),

month_lists as (

    select
        product_key,
        month_on,
        case
            when sum(count_listed_lines) = sum(count_paid_lines)
                then sum(list_amount)::double / nullif(sum(paid_quantity), 0)
        end as list_price

    from sales

    where
        (
            -- include shared/channel_in_scope with row = sales
        )

    group by product_key, month_on

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    products.category::varchar as category,
    products.unit_cost::double as unit_cost,
    product_weeks.week_on::date as week_on,
    product_weeks.paid::double as paid,
    product_weeks.quantity::double as quantity,
    exp(product_sums.log_price + product_weeks.log_change)::double as price,
    month_lists.list_price::double as list_price

from product_weeks

inner join product_sums
    on product_weeks.product_key = product_sums.product_key

inner join products
    on product_weeks.product_key = products.product_key

left join month_lists
    on product_weeks.product_key = month_lists.product_key
    and date_trunc('month', product_weeks.week_on)::date = month_lists.month_on

order by item, week_on
