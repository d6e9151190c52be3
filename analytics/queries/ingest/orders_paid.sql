-- Temporary table orders_paid: one row per order of one file with what its lines come to before
-- refunds, what the file takes off them, and what it says was paid for the goods. An amount of the
-- whole order stands on its first row, or on each. Reads the macro parse_orders.
-- Parameters: date_order, date_header, spellings, number_manners, bits, plausible_from,
-- plausible_until, links, summed_orders, fatal.
create or replace temp table orders_paid as
select
    read_order_id as order_id,
    sum(coalesce(read_amount, read_unit_price * settled_quantity))::decimal(18, 4) as gross,
    coalesce(sum(abs(read_line_discount)), 0)::decimal(18, 4) as line_discounts,
    max(abs(as_money(order_discount, coalesce($number_manners['order_discount'], ''))))::decimal(18, 4)
        as order_discount,
    max(as_money(order_paid, coalesce($number_manners['order_paid'], '')))::decimal(18, 4) as paid

from parse_orders(
    $date_order, $date_header, $spellings, $number_manners, $bits,
    $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
)

where
    flaws & $fatal = 0
    and read_order_id is not null
    and settled_quantity > 0
    and coalesce(read_amount, read_unit_price, 0) >= 0
    and not coalesce(is_refund_by_kind, false)

group by read_order_id;
