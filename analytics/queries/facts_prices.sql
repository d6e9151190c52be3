-- Builds what prices are compared from, after facts.sql: the cubes price_weeks and gift_costs.
-- Written in the portable subset: no DuckDB-only function, so that the same text can run on a cluster.
-- Reads the view order_lines, the tables channels and products, and sheet_products.

-- price_weeks: one row per week (its Monday), product and channel with money and goods.
create table price_weeks as
with

-- Names first, keys after: there are far fewer sums than lines.
sums as (

    select
        coalesce(sku, product) as item,
        channel,
        (ordered_at::date - date '1900-01-01') // 7 as week_number,
        sum(amount) as paid,
        sum(quantity) as quantity,
        count(*) as count_lines

    from order_lines

    where amount > 0 and quantity > 0

    group by coalesce(sku, product), channel, (ordered_at::date - date '1900-01-01') // 7

)

select
    (date '1900-01-01' + (sums.week_number * 7)::integer)::date as week_on,
    products.product_key,
    channels.channel_key,
    sum(sums.paid)::decimal(18, 2) as paid,
    sum(sums.quantity)::bigint as quantity,
    sum(sums.count_lines)::integer as count_lines

from sums

inner join products
    on sums.item = products.item

inner join channels
    on sums.channel = channels.channel

group by sums.week_number, products.product_key, channels.channel_key

order by products.product_key, week_on, channels.channel_key;

-- gift_lines: one row per order line that cost nothing, and what it cost the brand where that is known.
create temp table gift_lines as
with

described as (

    select
        sku,
        max(unit_cost) as unit_cost

    from sheet_products

    where sku is not null

    group by sku

)

select
    order_lines.order_id,
    order_lines.ordered_at,
    coalesce(order_lines.sku, order_lines.product) as item,
    order_lines.channel,
    order_lines.quantity,
    coalesce(order_lines.unit_cost, described.unit_cost) as unit_cost

from order_lines

left join described
    on order_lines.sku = described.sku

where order_lines.amount = 0 and order_lines.quantity > 0 and order_lines.order_id is not null;

-- gift_sums: one row per order with a gift. A table, so that joining many lines to few orders is cheap.
create temp table gift_sums as
select
    order_id,
    coalesce(sum(unit_cost * quantity), 0)::decimal(18, 2) as cost

from gift_lines

group by order_id;

-- gift_orders: one row per order with a gift and something paid.
create temp table gift_orders as
with

paid as (

    select
        order_id,
        sum(amount) as paid

    from order_lines

    where amount > 0 and order_id in (select order_id from gift_sums)

    group by order_id

)

select
    paid.order_id,
    gift_sums.cost,
    paid.paid

from paid

inner join gift_sums
    on paid.order_id = gift_sums.order_id;

drop table gift_sums;

-- gift_costs: one row per month, product and channel. `cost` is of gifts that came with what was paid for
-- the product, shared out by money; `given_quantity` is units of the product itself given away, `priced_quantity`
-- those of them whose cost is known.
create table gift_costs as
with

borne as (

    select
        order_lines.ordered_at,
        coalesce(order_lines.sku, order_lines.product) as item,
        order_lines.channel,
        -- Rounded line by line: sums of exact numbers are the same in any order.
        (gift_orders.cost * order_lines.amount / gift_orders.paid)::decimal(18, 4) as cost,
        0 as given_quantity,
        0 as priced_quantity

    from order_lines

    inner join gift_orders
        on order_lines.order_id = gift_orders.order_id

    where order_lines.amount > 0

),

given as (

    select
        gift_lines.ordered_at,
        gift_lines.item,
        gift_lines.channel,
        0 as cost,
        gift_lines.quantity as given_quantity,
        case when gift_lines.unit_cost is not null then gift_lines.quantity else 0 end as priced_quantity

    from gift_lines

    inner join gift_orders
        on gift_lines.order_id = gift_orders.order_id

),

both_sides as (

    select * from borne

    union all

    select * from given

)

select
    date_trunc('month', both_sides.ordered_at)::date as month_on,
    products.product_key,
    channels.channel_key,
    sum(both_sides.cost)::decimal(18, 2) as cost,
    sum(both_sides.given_quantity)::bigint as given_quantity,
    sum(both_sides.priced_quantity)::bigint as priced_quantity

from both_sides

inner join products
    on both_sides.item = products.item

inner join channels
    on both_sides.channel = channels.channel

group by date_trunc('month', both_sides.ordered_at)::date, products.product_key, channels.channel_key

order by month_on, products.product_key, channels.channel_key;

drop table gift_orders;

drop table gift_lines;
