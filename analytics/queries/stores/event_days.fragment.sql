-- event_days: one row per event named, with its first day and its last, never before the first.
event_days as (

    select
        trim(event_id) as event_id,
        min(starts_on) as starts_on,
        min_by(greatest(coalesce(ends_on, starts_on), starts_on), starts_on) as ends_on

    from sheet_events

    where starts_on is not null and list_contains($event_ids::varchar[], trim(event_id))

    group by trim(event_id)

)
