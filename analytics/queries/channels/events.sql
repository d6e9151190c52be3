-- One row per event with a known first day: name (its kind or id where it has none), kind, phase,
-- starts_on, ends_on (null for a single day, and for an end before the start). The same name on the
-- same day counts once.
-- Reads sheet_events.
with

dated_events as (

    select
        starts_on,
        nullif(trim(event_id), '') as event_id,
        nullif(trim(kind), '') as kind,
        nullif(trim(name), '') as name,
        nullif(trim(phase), '') as phase,
        case when ends_on > starts_on then ends_on end as ends_on

    from sheet_events

    where starts_on is not null

),

distinct_events as (

    select
        coalesce(name, kind, event_id, '') as name,
        starts_on,
        min(kind) as kind,
        min(phase) as phase,
        max(ends_on) as ends_on

    from dated_events

    group by all

)

select
    name::varchar as name,
    kind::varchar as kind,
    phase::varchar as phase,
    starts_on::date as starts_on,
    ends_on::date as ends_on

from distinct_events

order by starts_on, name
