-- One row: of the orders of several lines among the first `most` records of one Parquet part, how
-- many there are, how many have one amount on all their lines, how many of those have an amount
-- that the lines' prices come to, or that differs from some line's price, how many different
-- amounts they have; the first of them with its lines, as "order: amount x lines", and its row.
-- Parameters: path, fatal, most.
with

lines as (

    select
        order_id,
        amount,
        unit_price * quantity as goods,
        coalesce(source_row, file_row_number + first_row) as row

    from read_parquet($path, file_row_number = true)

    where
        flaws & $fatal = 0
        and order_id is not null
        and quantity > 0
        and amount > 0

    limit $most

),

orders as (

    select
        order_id,
        count(*) as count_lines,
        min(amount) = max(amount) as is_same,
        max(amount) as amount,
        abs(sum(goods) - max(amount)) < 0.02 as is_summed,
        max(abs(goods - amount)) > 0.02 as is_unlike,
        min(row) as row

    from lines

    group by order_id

    having count(*) > 1

)

select
    count(*)::bigint as count_orders,
    count(*) filter (where is_same)::bigint as count_same,
    count(*) filter (where is_same and is_summed)::bigint as count_summed,
    count(*) filter (where is_same and is_unlike)::bigint as count_unlike,
    count(distinct amount) filter (where is_same)::bigint as count_amounts,
    (
        min_by(order_id, row) filter (where is_same)
        || ': ' || min_by(amount, row) filter (where is_same)
        || ' × ' || min_by(count_lines, row) filter (where is_same)
    )::varchar as value,
    min(row) filter (where is_same)::bigint as row

from orders
