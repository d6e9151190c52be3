-- One row per row of the sheet of events that names a phase, in order of its day.
-- Reads sheet_events.
select
    coalesce(nullif(trim(name), ''), nullif(trim(kind), ''), event_id, '')::varchar as name,
    nullif(trim(sku), '')::varchar as sku,
    phase::varchar as phase,
    starts_on::date as starts_on,
    coalesce(case when ends_on > starts_on then ends_on end, starts_on)::date as ends_on

from sheet_events

where starts_on is not null and nullif(trim(phase), '') is not null

order by starts_on, name
