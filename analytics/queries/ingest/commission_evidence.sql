-- One row: of the orders of one file that have several lines sold and any commission, how many
-- there are, how many have the same commission on all those lines, and how many of these have lines
-- of different money; the first of them as "order: commission x lines", and its row. Also how many
-- cells of the column no number could be read from, and the first of these with its row.
-- Reads the macro parse_orders. Parameters: first_row, date_order, date_header, spellings,
-- number_manners, bits, plausible_from, plausible_until, links, summed_orders, fatal.
with

lines as (

    select
        read_order_id as order_id,
        coalesce(read_amount, read_unit_price * settled_quantity) as money,
        coalesce(abs(read_commission), 0) as commission,
        case when read_commission is null then said(commission) end as unread,
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row,
        flaws & $fatal = 0 as is_kept,
        settled_quantity > 0 and read_entry_kind is distinct from 'refund' as is_sold

    from parse_orders(
        $date_order, $date_header, $spellings, $number_manners, $bits,
        $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
    )

),

orders as (

    select
        order_id,
        count(*) as count_lines,
        min(commission) = max(commission) as is_same,
        max(commission) as commission,
        max(money) - min(money) > 0.005 as is_unlike,
        min(row) as row

    from lines

    where is_kept and is_sold and order_id is not null and money > 0

    group by order_id

    having count(*) > 1 and max(commission) > 0

)

select
    count(*)::bigint as count_orders,
    count(*) filter (where is_same)::bigint as count_same,
    count(*) filter (where is_same and is_unlike)::bigint as count_unlike,
    (
        min_by(order_id, row) filter (where is_same)
        || ': ' || min_by(commission, row) filter (where is_same)::decimal(18, 2)
        || ' × ' || min_by(count_lines, row) filter (where is_same)
    )::varchar as value,
    min(row) filter (where is_same)::bigint as row,
    (select count(*) from lines where is_kept and unread is not null)::bigint as count_unread,
    (select min_by(unread, row) from lines where is_kept and unread is not null)::varchar
        as unread_value,
    (select min(row) from lines where is_kept and unread is not null)::bigint as unread_row

from orders
