-- One row per contact route of a person, the last reached first: consent, days reached, replied and left, and the
-- person's last purchase.
-- Reads private_people, customers. Parameters: start, end, channels, products (of the first purchase), limit, offset.
with

listed as (

    select *

    from private_people('members', $start::date, $end::date, $channels::varchar[], $products::varchar[])

    order by reached_on desc nulls last, customer_id, route

    limit $limit

    offset $offset

)

select
    listed.customer_id::varchar as customer_id,
    listed.route::varchar as route,
    listed.joined_on::date as joined_on,
    listed.is_reachable::boolean as is_reachable,
    listed.reached_on::date as last_reached_on,
    listed.replied_on::date as last_replied_on,
    listed.left_on::date as left_on,
    customers.last_on::date as last_on

from listed

left join customers
    on listed.customer_key = customers.customer_key

order by listed.reached_on desc nulls last, listed.customer_id, listed.route
