-- Temporary table orders_paid: one row per order of one file with what its lines come to before
-- refunds, what the file takes off them, and what it says was paid for the goods. An amount of the
-- whole order stands on its first row, or on each. `deductions` is what lines below zero of the
-- same moment take off, such as a coupon on a line of its own. Reads the macro parse_orders.
-- Parameters: date_order, date_header, spellings, number_manners, bits, plausible_from,
-- plausible_until, links, summed_orders, fatal.
create or replace temp table orders_paid as
with

lines as (

    select
        read_order_id as order_id,
        read_ordered_at as ordered_at,
        coalesce(read_amount, read_unit_price * settled_quantity) as money,
        abs(read_line_discount) as line_discount,
        abs(as_money(order_discount, coalesce($number_manners['order_discount'], '')))
            as order_discount,
        as_money(order_paid, coalesce($number_manners['order_paid'], '')) as paid,
        coalesce(read_amount, read_unit_price, 0) >= 0 as is_sold

    from parse_orders(
        $date_order, $date_header, $spellings, $number_manners, $bits,
        $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
    )

    where
        flaws & $fatal = 0
        and read_order_id is not null
        and settled_quantity > 0
        and not coalesce(is_refund_by_kind, false)
        and (read_entry_kind is distinct from 'refund' or coalesce(read_amount, read_unit_price, 0) >= 0)

)

select
    order_id,
    sum(money) filter (where is_sold)::decimal(18, 4) as gross,
    case
        when max(ordered_at) filter (where not is_sold) = min(ordered_at) filter (where is_sold)
            then sum(money) filter (where not is_sold)
        else 0
    end::decimal(18, 4) as deductions,
    coalesce(sum(line_discount) filter (where is_sold), 0)::decimal(18, 4) as line_discounts,
    max(order_discount) filter (where is_sold)::decimal(18, 4) as order_discount,
    max(paid) filter (where is_sold)::decimal(18, 4) as paid

from lines

group by order_id

having bool_or(is_sold);
