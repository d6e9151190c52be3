-- One row per store with a number: monthly_cost, null where none of its rows has one of 0 or more.
-- Reads sheet_stores.
select
    trim(store_id)::varchar as store_id,
    max(monthly_cost) filter (where monthly_cost >= 0)::double as monthly_cost

from sheet_stores

where nullif(trim(store_id), '') is not null

group by trim(store_id)

order by trim(store_id)
