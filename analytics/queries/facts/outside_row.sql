-- One row: the orders of identified people that are in no cohort. Reads outside_days.
select coalesce(sum(count_orders), 0)::bigint as count_outside_orders

from outside_days
