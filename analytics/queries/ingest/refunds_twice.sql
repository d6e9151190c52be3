-- One row per order of one file whose refund stands in a column of its sale and in rows of its own,
-- by the place of its first line: the order, what went back, the row. Reads the macro parse_orders.
-- Parameters: first_row, date_order, date_header, spellings, number_manners, bits,
-- plausible_from, plausible_until, links, summed_orders, fatal.
with

lines as (

    select
        read_order_id as order_id,
        coalesce(read_amount, read_unit_price * read_quantity) as money,
        coalesce(read_refund_amount, 0) as refund,
        coalesce(coalesce(read_amount, read_unit_price * read_quantity) < 0, false)
        or coalesce(read_quantity < 0, false)
        or coalesce(is_refund_by_kind, false) as is_own,
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row

    from parse_orders(
        $date_order, $date_header, $spellings, $number_manners, $bits,
        $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
    )

    where flaws & $fatal = 0 and read_order_id is not null

),

orders as (

    select
        order_id,
        coalesce(sum(abs(refund)) filter (where not is_own), 0) as in_column,
        coalesce(sum(abs(money)) filter (where is_own), 0) as in_rows,
        max(abs(refund)) filter (where is_own) as on_own,
        min(row) as row

    from lines

    group by order_id

)

select
    order_id::varchar as order_id,
    in_rows::decimal(18, 2) as refund,
    row::bigint as row

from orders

where
    in_column > 0
    and abs(in_column - in_rows) < 0.015
    and coalesce(on_own, 0) = 0

order by row
