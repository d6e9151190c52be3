-- One row per route, days since joining and outcome: people who left on that day, or who were still reachable that
-- many days after joining when last seen (censored).
-- Reads private_people, about. Parameters: source (members / orders), start, end,
-- channels, products (of the first purchase).
with

kept as (

    select *

    from private_people($source::varchar, $start::date, $end::date, $channels::varchar[], $products::varchar[])

),

stays as (

    select
        kept.route,
        greatest(coalesce(kept.left_on, about.as_of) - kept.joined_on, 0) as days,
        kept.left_on is not null as is_event

    from kept

    cross join about

    where kept.joined_on is not null

)

select
    route::varchar as "group",
    days::integer as days,
    is_event::boolean as is_event,
    count(*)::bigint as customers

from stays

group by route, days, is_event

order by route, days, is_event
