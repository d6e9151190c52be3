-- Builds what is watched week by week, after facts/sales.sql: the cubes line_weeks and order_weeks.
-- Written in the portable subset: no DuckDB-only function, so that the same text can run on a
-- cluster.
-- Reads keyed_lines and order_totals, with the macros of facts/packing.sql.

-- line_weeks: one row per week (its Monday), channel and product (0 = not given): lines that were
-- paid for, lines sent or paid back, paid lines with a list price, and those of them below it.
create table line_weeks as
with

-- Weeks as numbers: far cheaper to make and to compare than their first days.
sums as (

    select
        (ordered_at::date - date '1900-01-01') // 7 as week_number,
        channel_key,
        product_key,
        count(*) filter (where amount > 0 and quantity > 0) as count_paid,
        count(*) filter (where amount < 0 or quantity < 0) as count_refunds,
        count(*) filter (where amount > 0 and list_amount > 0) as count_listed,
        count(*) filter (where amount > 0 and amount < 0.98 * list_amount) as count_discounted

    from keyed_lines

    group by (ordered_at::date - date '1900-01-01') // 7, channel_key, product_key

)

select
    (date '1900-01-01' + (week_number * 7)::integer)::date as week_on,
    channel_key::smallint as channel_key,
    product_key::integer as product_key,
    count_paid::integer as count_paid,
    count_refunds::integer as count_refunds,
    count_listed::integer as count_listed,
    count_discounted::integer as count_discounted

from sums

order by week_on, channel_key, product_key;

-- order_weeks: one row per week, channel and product of an order's dearest line: purchases, those
-- of nobody known, and orders that came to nothing (cancelled, never paid, or all of it sent back).
create table order_weeks as
with

sums as (

    select
        (ordered_at::date - date '1900-01-01') // 7 as week_number,
        channel_of(lead_key) as channel_key,
        product_of(lead_key) as product_key,
        count(*) filter (where is_purchase) as count_purchases,
        count(*) filter (where is_purchase and customer_no is null) as count_guests,
        count(*) filter (where not is_purchase and quantity = 0 and not is_given) as count_undone

    from order_totals

    group by
        (ordered_at::date - date '1900-01-01') // 7,
        channel_of(lead_key),
        product_of(lead_key)

)

select
    (date '1900-01-01' + (week_number * 7)::integer)::date as week_on,
    channel_key::smallint as channel_key,
    product_key::integer as product_key,
    count_purchases::integer as count_purchases,
    count_guests::integer as count_guests,
    count_undone::integer as count_undone

from sums

order by week_on, channel_key, product_key;
