-- One row per replicate group and reason as written: units sent back, and of how many people one is
-- looked at.
-- Reads replicate_returns, replicates. Parameters: start, end, channels, products.
select
    replicate_returns.replicate::integer as replicate,
    replicate_returns.return_reason::varchar as return_reason,
    sum(replicate_returns.quantity)::double as quantity,
    any_value(replicates.one_in)::integer as one_in

from replicate_returns

cross join replicates

where
    -- include shared/sale_in_scope with row = replicate_returns

group by replicate_returns.replicate, replicate_returns.return_reason

order by replicate_returns.replicate, replicate_returns.return_reason
