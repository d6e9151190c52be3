-- One row per part of order lines and period, `grain` being day or month: lines, their money, and
-- the money before refunds. Reads the macro order_lines_of. Parameters: folder, grain, file_keys.
select
    file_key::varchar as file_key,
    date_trunc($grain, ordered_at)::date as period,
    count(*)::bigint as count_lines,
    coalesce(sum(amount), 0)::double as amount,
    coalesce(sum(amount) filter (where amount > 0), 0)::double as amount_before_refunds

from order_lines_of($folder)

where list_contains($file_keys::varchar[], file_key)

group by file_key, period

order by file_key, period
