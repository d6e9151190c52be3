-- One row: what identified people ordered, sent back or were given that is in no cohort of the
-- filters.
-- Reads outside_days, customers. Parameters: grain, start, end, channels, products (of the first
-- purchase).
select
    coalesce(sum(outside_days.count_orders), 0)::bigint as orders,
    coalesce(sum(outside_days.amount), 0)::double as revenue,
    count(distinct outside_days.customer_id)::bigint as customers

from outside_days

left join customers
    on outside_days.customer_key = customers.customer_key

where
    (
        -- include repurchase/outside_in_scope with grain = $grain
    )
