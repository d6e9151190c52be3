-- One row per contact route of a person, the last reached first: consent, days reached, replied and
-- left, and the person's last purchase.
-- Reads private_people, customers. Parameters: start, end, channels, products (of the first
-- purchase), limit, offset.
with

page_of_routes as (

    select *

    from private_people(
        'members', $start::date, $end::date, $channels::varchar[], $products::varchar[]
    )

    order by reached_on desc nulls last, customer_id, route

    limit $limit

    offset $offset

)

select
    page_of_routes.customer_id::varchar as customer_id,
    page_of_routes.route::varchar as route,
    page_of_routes.joined_on::date as joined_on,
    page_of_routes.is_reachable::boolean as is_reachable,
    page_of_routes.reached_on::date as last_reached_on,
    page_of_routes.replied_on::date as last_replied_on,
    page_of_routes.left_on::date as left_on,
    customers.last_on::date as last_on

from page_of_routes

left join customers
    on page_of_routes.customer_key = customers.customer_key

order by page_of_routes.reached_on desc nulls last, page_of_routes.customer_id, page_of_routes.route
