-- One row: what the kept lines read so far come to. Reads the view order_lines.
select
    count(*)::bigint as count_lines,
    count(distinct order_key)::bigint as count_orders,
    sum(amount)::double as amount,
    median(amount) filter (where amount > 0)::double as median_amount,
    min(ordered_at)::date::varchar as first_on,
    max(ordered_at)::date::varchar as last_on

from order_lines
