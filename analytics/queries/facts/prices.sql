-- Builds what prices are compared from, after facts/sales.sql: the cubes price_weeks and
-- gift_costs. Written in the portable subset: no DuckDB-only function, so that the same text can
-- run on a cluster.
-- Reads keyed_lines, and drops it.

-- price_weeks: one row per week (its Monday), product and channel (0 = not given) with money and
-- goods.
create table price_weeks as
with

-- Weeks as numbers: far cheaper to make and to compare than their first days.
sums as (

    select
        (ordered_at::date - date '1900-01-01') // 7 as week_number,
        product_key,
        channel_key,
        sum(amount) as paid,
        sum(quantity) as quantity,
        count(*) as count_lines

    from keyed_lines

    where amount > 0 and quantity > 0 and product_key > 0

    group by (ordered_at::date - date '1900-01-01') // 7, product_key, channel_key

)

select
    (date '1900-01-01' + (week_number * 7)::integer)::date as week_on,
    product_key,
    channel_key,
    paid::decimal(18, 2) as paid,
    quantity::bigint as quantity,
    count_lines::integer as count_lines

from sums

order by product_key, week_on, channel_key;

-- gift_lines: one row per order line that cost nothing, with what it cost the brand where that is
-- known.
create temp table gift_lines as
select
    order_key,
    ordered_at,
    product_key,
    channel_key,
    quantity,
    cost

from keyed_lines

where amount = 0 and quantity > 0 and is_ordered;

-- gift_sums: one row per order with a gift. A table, so that joining many lines to few orders is
-- cheap.
create temp table gift_sums as
select
    order_key,
    coalesce(sum(cost), 0)::decimal(18, 2) as cost

from gift_lines

group by order_key;

-- gift_orders: one row per order with a gift and something paid.
create temp table gift_orders as
with

paid as (

    select
        order_key,
        sum(amount) as paid

    from keyed_lines

    where amount > 0 and order_key in (select order_key from gift_sums)

    group by order_key

)

select
    paid.order_key,
    gift_sums.cost,
    paid.paid

from paid

inner join gift_sums
    on paid.order_key = gift_sums.order_key;

drop table gift_sums;

-- gift_costs: one row per month, product and channel. `cost` is of gifts that came with what was
-- paid for the product, shared out by money; `given_quantity` is units of the product itself given
-- away, `priced_quantity` those of them whose cost is known.
create table gift_costs as
with

borne as (

    select
        keyed_lines.ordered_at,
        keyed_lines.product_key,
        keyed_lines.channel_key,
        -- Rounded line by line: sums of exact numbers are the same in any order.
        (gift_orders.cost * keyed_lines.amount / gift_orders.paid)::decimal(18, 4) as cost,
        0 as given_quantity,
        0 as priced_quantity

    from keyed_lines

    inner join gift_orders
        on keyed_lines.order_key = gift_orders.order_key

    where keyed_lines.amount > 0

),

given_units as (

    select
        gift_lines.ordered_at,
        gift_lines.product_key,
        gift_lines.channel_key,
        0 as cost,
        gift_lines.quantity as given_quantity,
        case when gift_lines.cost is not null then gift_lines.quantity else 0 end as priced_quantity

    from gift_lines

    inner join gift_orders
        on gift_lines.order_key = gift_orders.order_key

),

both_sides as (

    select * from borne

    union all

    select * from given_units

)

select
    date_trunc('month', ordered_at)::date as month_on,
    product_key,
    channel_key,
    sum(cost)::decimal(18, 2) as cost,
    sum(given_quantity)::bigint as given_quantity,
    sum(priced_quantity)::bigint as priced_quantity

from both_sides

where product_key > 0 and channel_key > 0

group by date_trunc('month', ordered_at)::date, product_key, channel_key

order by month_on, product_key, channel_key;

drop table gift_orders;

drop table gift_lines;

drop table keyed_lines;
