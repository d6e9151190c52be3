-- One row per month: money in, money back, net, and orders.
-- Reads sales. Parameters: start, end, channels, products.
select
    sales.month_on::date as month_on,
    sum(sales.paid)::double as paid,
    sum(sales.refunded)::double as refunded,
    sum(sales.amount)::double as amount,
    sum(sales.count_paid_lines)::bigint as count_paid_lines

from sales

where
    -- include shared/sale_in_scope with row = sales

group by sales.month_on

order by sales.month_on
