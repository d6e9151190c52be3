-- One row: what the sheets of events and guests get wrong. Rows of guests without an event or a
-- person, and events without a number.
-- Reads sheet_events, sheet_event_attendance.
select
    (
        select count(*) from sheet_event_attendance
        where nullif(trim(event_id), '') is null
    )::bigint as no_event,
    (
        select count(*) from sheet_event_attendance
        where nullif(trim(event_id), '') is not null and customer_id is null
    )::bigint as no_person,
    (select count(*) from sheet_events where nullif(trim(event_id), '') is null)::bigint
        as no_number
