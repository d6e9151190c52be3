-- One row per canonical table of orders: an order-free digest of its kept lines, wherever they came
-- from.
-- Reads the view order_lines.
select
    count(*)::bigint as count_rows,
    (coalesce(sum(
        (hash(
            order_id, ordered_at, customer_id, sku, product, quantity, unit_price, list_price,
            amount,
            channel, domain, mode, social_model, referrer_id, referrer_kind, return_reason
        ) % 9007199254740881)::bigint
    ), 0)
    -- A column that former releases did not have adds nothing where nothing stands in it.
    + coalesce(sum(
        (hash(order_id, ordered_at, sku, product, quantity, amount, commission)
        % 9007199254740881)::bigint
    ) filter (where commission is not null), 0)
    + coalesce(sum(
        (hash(order_id, ordered_at, sku, product, quantity, amount, region, paid_at, shipped_at)
        % 9007199254740881)::bigint
    ) filter (where coalesce(region, paid_at::varchar, shipped_at::varchar) is not null), 0))
        ::varchar as digest

from order_lines
