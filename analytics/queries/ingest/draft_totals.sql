-- One row: what the kept lines read so far come to. An order number that belongs to several
-- customers is an order of each of them. Reads the view order_lines.
with

line_totals as (

    select
        count(*) as count_lines,
        sum(amount) as amount,
        median(amount) filter (where amount > 0) as median_amount,
        min(ordered_at)::date as first_on,
        max(ordered_at)::date as last_on

    from order_lines

),

numbers as (

    select
        order_key,
        min(customer_id) <> max(customer_id) as is_shared

    from order_lines

    group by order_key

),

number_totals as (

    select
        count(*) as count_numbers,
        count(*) filter (where is_shared) as count_shared

    from numbers

),

shared_orders as (

    select distinct
        order_key,
        customer_id

    from order_lines

    where order_key in (select order_key from numbers where is_shared)

)

select
    line_totals.count_lines::bigint as count_lines,
    (
        number_totals.count_numbers
        - number_totals.count_shared
        + (select count(*) from shared_orders)
    )::bigint as count_orders,
    line_totals.amount::double as amount,
    line_totals.median_amount::double as median_amount,
    line_totals.first_on::varchar as first_on,
    line_totals.last_on::varchar as last_on

from line_totals

cross join number_totals
