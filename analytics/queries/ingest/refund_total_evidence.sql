-- One row: of the orders of one file that have several lines sold and any refund in a column, how
-- many there are, how many have the same refund on all those lines, on how many of these the lines
-- together would give back more than the order came to (a single one would not), and how many of
-- them have lines of different money; the first of them as "order: refund x lines", and its row.
-- Reads the macro parse_orders. Parameters: first_row, date_order, date_header, spellings,
-- number_manners, bits, plausible_from, plausible_until, links, summed_orders, fatal.
with

lines as (

    select
        read_order_id as order_id,
        coalesce(read_amount, read_unit_price * settled_quantity) as money,
        coalesce(abs(read_refund_amount), 0) as refund,
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row,
        flaws & $fatal = 0
        and read_order_id is not null
        and settled_quantity > 0
        and read_entry_kind is distinct from 'refund' as is_sold

    from parse_orders(
        $date_order, $date_header, $spellings, $number_manners, $bits,
        $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
    )

),

orders as (

    select
        order_id,
        count(*) as count_lines,
        min(refund) = max(refund) as is_same,
        max(refund) as refund,
        sum(money) as money,
        max(money) - min(money) > 0.005 as is_unlike,
        min(row) as row

    from lines

    where is_sold and money > 0

    group by order_id

    having count(*) > 1 and max(refund) > 0

)

select
    count(*)::bigint as count_orders,
    count(*) filter (where is_same)::bigint as count_same,
    count(*) filter (
        where is_same and refund <= money + 0.015 and refund * count_lines > money + 0.015
    )::bigint as count_over,
    count(*) filter (where is_same and is_unlike)::bigint as count_unlike,
    (
        min_by(order_id, row) filter (where is_same)
        || ': ' || min_by(refund, row) filter (where is_same)::decimal(18, 2)
        || ' × ' || min_by(count_lines, row) filter (where is_same)
    )::varchar as value,
    min(row) filter (where is_same)::bigint as row

from orders
