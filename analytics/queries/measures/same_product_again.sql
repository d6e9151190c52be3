-- One row: customers observed for the window, and those who bought the product of their first
-- purchase again on a later day inside it, whatever else they bought that day. Reads customers,
-- about.
-- Parameters: days, start, end, channels, products (of the first purchase).
select
    count(*)::bigint as eligible,
    (count(*) filter (
        where customers.same_product_again_on - customers.first_on <= $days
    ))::bigint as repeaters

from customers

cross join about

where
    about.as_of - customers.first_on >= $days
    and customers.acq_product_key > 0
    and (
        -- include shared/first_purchase_in_scope with row = customers
    )
