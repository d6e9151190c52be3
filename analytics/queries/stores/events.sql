-- One row per event with a number: its kind, name, first and last day, place, and of the people on
-- its list how many are known customers, had bought before it, first bought on its days or later.
-- starts_on is null where the sheet of events has no day, or does not know the event.
-- Reads sheet_events, sheet_event_attendance, customer_ids, customers.
with

event_rows as (

    select
        trim(event_id) as event_id,
        nullif(trim(kind), '') as kind,
        nullif(trim(name), '') as name,
        nullif(trim(place), '') as place,
        starts_on,
        greatest(coalesce(ends_on, starts_on), starts_on) as ends_on

    from sheet_events

    where nullif(trim(event_id), '') is not null

),

numbered_events as (

    select
        event_id,
        min(kind) as kind,
        min(name) as name,
        min(place) as place,
        min(starts_on) as starts_on,
        min_by(ends_on, starts_on) as ends_on,
        count(distinct starts_on) as count_days

    from event_rows

    group by event_id

),

listed_people as (

    select
        trim(event_id) as event_id,
        customer_id

    from sheet_event_attendance

    where nullif(trim(event_id), '') is not null and customer_id is not null

    group by trim(event_id), customer_id

),

people_counts as (

    select
        listed_people.event_id,
        count(*) as count_people,
        count(customer_ids.customer_key) as count_known,
        count(*) filter (where customers.first_on < numbered_events.starts_on) as count_before,
        count(*) filter (where customers.first_on >= numbered_events.starts_on) as count_later

    from listed_people

    left join numbered_events
        on listed_people.event_id = numbered_events.event_id

    left join customer_ids
        on listed_people.customer_id = customer_ids.customer_id

    left join customers
        on customer_ids.customer_key = customers.customer_key

    group by listed_people.event_id

)

select
    coalesce(numbered_events.event_id, people_counts.event_id)::varchar as event_id,
    numbered_events.kind::varchar as kind,
    numbered_events.name::varchar as name,
    numbered_events.place::varchar as place,
    numbered_events.starts_on::date as starts_on,
    numbered_events.ends_on::date as ends_on,
    coalesce(numbered_events.count_days, 0)::bigint as count_days,
    coalesce(people_counts.count_people, 0)::bigint as count_people,
    coalesce(people_counts.count_known, 0)::bigint as count_known,
    coalesce(people_counts.count_before, 0)::bigint as count_before,
    coalesce(people_counts.count_later, 0)::bigint as count_later

from numbered_events

full join people_counts
    on numbered_events.event_id = people_counts.event_id

order by starts_on nulls last, event_id
