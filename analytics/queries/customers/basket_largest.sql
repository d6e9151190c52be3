-- One row: orders of identified customers, and how many of them the busiest customer placed.
-- Reads customers. Parameters: start, end, channels, products (of the first purchase).
select
    coalesce(sum(count_orders), 0)::bigint as orders,
    coalesce(max(count_orders), 0)::bigint as largest

from customers

where
    -- include shared/first_purchase_in_scope with row = customers
