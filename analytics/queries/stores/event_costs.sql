-- One row per event with a number: cost, null where none of its rows has one of 0 or more.
-- Reads sheet_events.
select
    trim(event_id)::varchar as event_id,
    max(cost) filter (where cost >= 0)::double as cost

from sheet_events

where nullif(trim(event_id), '') is not null

group by trim(event_id)

order by trim(event_id)
