-- One row per reason as written: units sent back. Reads returns. Parameters: start, end, channels,
-- products.
select
    returns.return_reason::varchar as return_reason,
    sum(returns.quantity)::bigint as quantity

from returns

where
    -- include shared/sale_in_scope with row = returns

group by returns.return_reason

order by quantity desc, return_reason
