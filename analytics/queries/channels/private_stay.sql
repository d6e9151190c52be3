-- One row per route, days since joining and outcome: people who left on that day, or who were still
-- reachable that many days after joining when last seen (censored).
-- Reads private_people, about. Parameters: source (members / orders), start, end, channels,
-- products (of the first purchase).
with

private_routes as (

    select *

    from private_people(
        $source::varchar, $start::date, $end::date, $channels::varchar[], $products::varchar[]
    )

),

stays as (

    select
        private_routes.route,
        greatest(coalesce(private_routes.left_on, about.as_of) - private_routes.joined_on, 0)
            as days,
        private_routes.left_on is not null as is_event

    from private_routes

    cross join about

    where private_routes.joined_on is not null

)

select
    route::varchar as "group",
    days::integer as days,
    is_event::boolean as is_event,
    count(*)::bigint as customers

from stays

group by route, days, is_event

order by route, days, is_event
