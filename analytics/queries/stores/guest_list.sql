-- One row per standing of the people on the list of events and what came of them: a person counts
-- once, at the first of the events on whose list it is; visits holds how often it is on a list.
-- Standings: unknown (no customer), never (a customer who never bought), before (bought before that
-- event), new (bought first on its days or within 90 days of its end), later.
-- days and is_event, of those who are new: from the end of the event, or from the first purchase
-- where that is later, to the next purchase, or until the data end; null of the others.
-- Reads sheet_events, sheet_event_attendance, customer_ids, customers, purchases, about.
-- Parameters: event_ids, horizon_days.
with

-- include stores/event_days,

listed_people as (

    select
        coalesce(customer_ids.customer_key::varchar, sheet_event_attendance.customer_id) as person,
        any_value(customer_ids.customer_key) as customer_key,
        min(event_days.starts_on) as starts_on,
        arg_min(event_days.ends_on, (event_days.starts_on, event_days.event_id)) as ends_on,
        count(distinct event_days.event_id) as visits

    from sheet_event_attendance

    inner join event_days
        on trim(sheet_event_attendance.event_id) = event_days.event_id

    left join customer_ids
        on sheet_event_attendance.customer_id = customer_ids.customer_id

    where sheet_event_attendance.customer_id is not null

    -- A number of a customer may read like the key of another, so that both are asked.
    group by person, customer_ids.customer_key is null

),

standing_people as (

    select
        listed_people.customer_key,
        listed_people.visits,
        greatest(listed_people.ends_on, customers.first_on) as clock_on,
        case
            when listed_people.customer_key is null then 'unknown'
            when customers.first_on is null then 'never'
            when customers.first_on < listed_people.starts_on then 'before'
            when customers.first_on <= listed_people.ends_on + $horizon_days::integer then 'new'
            else 'later'
        end as standing

    from listed_people

    left join customers
        on listed_people.customer_key = customers.customer_key

),

next_purchases as (

    select
        standing_people.customer_key,
        min(purchases.ordered_on) as next_on

    from standing_people

    inner join purchases
        on
            standing_people.customer_key = purchases.customer_key
            and purchases.is_purchase
            and purchases.ordered_on > standing_people.clock_on

    where standing_people.standing = 'new'

    group by standing_people.customer_key

),

followed_people as (

    select
        standing_people.standing,
        standing_people.visits,
        case
            when standing_people.standing = 'new'
                then coalesce(next_purchases.next_on, about.as_of) - standing_people.clock_on
        end as days,
        case
            when standing_people.standing = 'new' then next_purchases.next_on is not null
        end as is_event

    from standing_people

    left join next_purchases
        on standing_people.customer_key = next_purchases.customer_key

    cross join about

)

select
    standing::varchar as standing,
    days::integer as days,
    is_event::boolean as is_event,
    count(*)::bigint as people,
    sum(visits)::bigint as visits

from followed_people

group by standing, days, is_event

order by standing, days, is_event
