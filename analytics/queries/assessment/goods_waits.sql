-- One row: the waits of customers between their purchase days: how many, and the median in days.
-- Reads purchases.
select
    count(*)::bigint as count_waits,
    median(ordered_on - previous_on)::double as median_days

from purchases

where place > 1
