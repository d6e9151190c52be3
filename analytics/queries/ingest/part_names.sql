-- One row: how many kept lines one part of order lines has, and how many of them name an order, a
-- customer. Parameters: path, fatal.
select
    count(*)::bigint as count_lines,
    count(order_id)::bigint as count_orders,
    count(customer_id)::bigint as count_customers

from read_parquet($path)

where flaws & $fatal = 0
