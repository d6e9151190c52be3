-- One row: order lines in other currencies than the commonest one, and which currencies these are.
-- Reads currencies.
select
    coalesce(sum(count_lines) filter (where place > 1), 0)::bigint as foreign_lines,
    coalesce(string_agg(currency, ', ' order by place) filter (where place > 1), '')::varchar
        as foreign_currencies

from currencies
