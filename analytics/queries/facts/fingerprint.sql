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
    ), 0))::varchar as digest

from order_lines
