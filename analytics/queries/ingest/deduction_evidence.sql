-- One row: of the orders of one file with a line of positive money that is called a discount, how
-- many come to their total with that line taken off, and how many with it added; how many lines
-- there are; the first of them and its row. Totals stand in the column `total`, on the first line
-- of an order or on each; without such a column nothing comes to anything.
-- Reads the view staged. Parameters: first_row, number_manners, names, total.
with

cells as (

    select
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row,
        id(order_id) as order_id,
        cell(product) as product,
        coalesce(
            as_money(amount, coalesce($number_manners['amount'], '')),
            as_money(unit_price, coalesce($number_manners['unit_price'], ''))
            * coalesce(as_money(quantity, coalesce($number_manners['quantity'], '')), 1)
        ) as money,
        as_money(columns($total)::varchar, split_part(coalesce($number_manners['amount'], ''), '*', 1))
            as total

    from staged

),

lines as (

    select
        *,
        coalesce(list_contains($names::varchar[], product) and money > 0, false) as is_deduction

    from cells

),

orders as (

    select
        order_id,
        sum(money) as added,
        sum(money) filter (where is_deduction) as deducted,
        max(total) as total

    from lines

    where order_id is not null

    group by order_id

    having count(*) > 1 and bool_or(is_deduction)

)

select
    count(*) filter (where abs(added - 2 * deducted - total) < 0.015)::bigint as count_off,
    count(*) filter (where abs(added - total) < 0.015)::bigint as count_added,
    (select count(*) from lines where is_deduction)::bigint as count_lines,
    (select min_by(product || ': ' || money, row) from lines where is_deduction)::varchar as value,
    (select min(row) from lines where is_deduction)::bigint as row

from orders
