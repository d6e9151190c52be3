-- One row: of the orders of one file that have several lines sold, each with a price, how many
-- there are, how many have an amount on one line alone, how many of those have one that all prices
-- come to, or that is not its own line's; the first of them as "order: amount", and its row. Reads
-- the macro parse_orders. Parameters: first_row, date_order, date_header, spellings,
-- number_manners, bits, plausible_from, plausible_until, links, summed_orders, fatal.
with

lines as (

    select
        read_order_id as order_id,
        read_amount as amount,
        read_unit_price * settled_quantity as goods,
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row,
        flaws & $fatal = 0
        and read_order_id is not null
        and settled_quantity > 0
        and read_unit_price >= 0 as is_sold

    from parse_orders(
        $date_order, $date_header, $spellings, $number_manners, $bits,
        $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
    )

),

orders as (

    select
        order_id,
        count(amount) = 1 and max(amount) > 0 as is_first,
        max(amount) as amount,
        abs(sum(goods) - max(amount)) < 0.02 as is_summed,
        coalesce(max(abs(goods - amount)) > 0.02, false) as is_unlike,
        min(row) as row

    from lines

    where is_sold

    group by order_id

    having count(*) > 1

)

select
    count(*)::bigint as count_orders,
    count(*) filter (where is_first)::bigint as count_first,
    count(*) filter (where is_first and is_summed)::bigint as count_summed,
    count(*) filter (where is_first and is_unlike)::bigint as count_unlike,
    min_by(order_id || ': ' || amount, row) filter (where is_first)::varchar as value,
    min(row) filter (where is_first)::bigint as row

from orders
