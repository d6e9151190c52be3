-- Builds whom the private domain can speak to, after facts/about.sql: the members sheet beside the
-- customers, and a macro over it or the orders.
-- Reads sheet_members, customers, customer_ids, channels, products, about.

-- members: one row per person and contact route of the sheet, as known on the last day. `person`
-- numbers people: the customer's key, and a number of their own below zero for who never bought.
create or replace table members as
select
    coalesce(
        customer_ids.customer_key,
        -dense_rank() over (order by sheet_members.customer_id)
    )::bigint as person,
    sheet_members.customer_id,
    customer_ids.customer_key,
    customers.acq_channel_key,
    customers.acq_product_key,
    customers.first_on,
    coalesce(sheet_members.route, '') as route,
    sheet_members.joined_on,
    coalesce(sheet_members.consented, true)
    and (sheet_members.left_on is null or sheet_members.left_on > about.as_of) as is_reachable,
    case when sheet_members.last_reached_on <= about.as_of then sheet_members.last_reached_on end
        as reached_on,
    case when sheet_members.last_replied_on <= about.as_of then sheet_members.last_replied_on end
        as replied_on,
    case when sheet_members.left_on <= about.as_of then sheet_members.left_on end as left_on

from sheet_members

cross join about

left join customer_ids
    on sheet_members.customer_id = customer_ids.customer_id

left join customers
    on customer_ids.customer_key = customers.customer_key

where
    sheet_members.customer_id is not null
    and (sheet_members.joined_on is null or sheet_members.joined_on <= about.as_of)

order by person, route;

-- private_people: one row per person and contact route. `wanted` is members, or orders for whoever
-- ever bought in a private channel; the filters are of the first purchase, and leave out who never
-- bought.
create or replace macro private_people(wanted, from_on, until_on, only_channels, only_products)
    as table
with

kept_channels as (

    select channel_key from channels where list_contains(only_channels, channel)

),

kept_products as (

    select product_key from products where list_contains(only_products, item)

),

all_routes as (

    select
        person,
        customer_id,
        customer_key,
        acq_channel_key,
        acq_product_key,
        first_on,
        route,
        joined_on,
        is_reachable,
        reached_on,
        replied_on,
        left_on

    from members

    where wanted = 'members'

    union all

    -- Without a members sheet: whoever ever bought in a private channel. Whether they can be
    -- reached is not known, and their ids are left in customer_ids, for most questions need none.
    select
        customer_key as person,
        null::varchar as customer_id,
        customer_key,
        acq_channel_key,
        acq_product_key,
        first_on,
        '' as route,
        null::date as joined_on,
        true as is_reachable,
        null::date as reached_on,
        null::date as replied_on,
        null::date as left_on

    from customers

    where has_bought_privately and wanted = 'orders'

)

select
    person,
    customer_id,
    customer_key,
    route,
    joined_on,
    is_reachable,
    reached_on,
    replied_on,
    left_on

from all_routes

where
    (only_channels is null or acq_channel_key in (select channel_key from kept_channels))
    and (only_products is null or acq_product_key in (select product_key from kept_products))
    and (from_on is null or first_on >= from_on)
    and (until_on is null or first_on < until_on + interval 1 month);
