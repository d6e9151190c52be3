-- One row: whether any order number belongs to several customers. Reads the table order_totals.
select coalesce(bool_or(has_several_customers), false)::boolean as has_shared

from order_totals
