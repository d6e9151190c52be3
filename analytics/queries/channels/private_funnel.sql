-- One row per route (empty: all routes of a person together), tier (empty where not asked for) and
-- state: people, and what they paid after refunds in the last 90 days. Tiers by everything paid so
-- far, among people of the list who ever bought. A reply or a purchase counts within 7 days of the
-- last message, for those whose 7 days are over (is_watched).
-- Reads private_people, customers, purchases, about. Parameters: by (all / route / tier), source
-- (members / orders), reached_days, top_share, waist_share, start, end, channels, products (of the
-- first purchase).
with

private_routes as (

    select *

    from private_people(
        $source::varchar, $start::date, $end::date, $channels::varchar[], $products::varchar[]
    )

),

persons as (

    select
        person,
        case when $by = 'route' then route else '' end as route,
        max(customer_key) as customer_key,
        bool_or(is_reachable) as is_reachable,
        max(case when is_reachable then reached_on end) as reached_on,
        max(case when is_reachable then replied_on end) as replied_on

    from private_routes

    where $source = 'members'

    group by person, case when $by = 'route' then route else '' end

    union all

    -- From orders everybody is there once, and gathering a million people is not free.
    select
        person,
        route,
        customer_key,
        is_reachable,
        null::date as reached_on,
        null::date as replied_on

    from private_routes

    where $source = 'orders'

),

ranked_buyers as (

    select
        people.customer_key,
        percent_rank() over (order by customers.amount desc, customers.customer_key) as place

    from (
        select distinct customer_key from private_routes where customer_key is not null and $by = 'tier'
    ) as people

    inner join customers
        on people.customer_key = customers.customer_key

),

recent_purchases as (

    select purchases.*

    from purchases

    cross join about

    where purchases.ordered_on > about.as_of - 90

),

-- Of a million people nearly every buyer is one of them; of a sheet of members few are.
purchases_of_persons as (

    select recent_purchases.* from recent_purchases where $source = 'orders'

    union all

    select recent_purchases.*

    from recent_purchases

    where $source = 'members' and recent_purchases.customer_key in (select customer_key from persons)

),

-- One row per buyer of the last 90 days.
recent_buyers as (

    select
        customer_key,
        bool_or(is_purchase) as is_paying,
        sum(amount) as amount

    from purchases_of_persons

    group by customer_key

),

-- One row per person and route with a purchase soon after the last message.
soon_buyers as (

    select distinct
        persons.person,
        persons.route

    from persons

    inner join purchases
        on persons.customer_key = purchases.customer_key

    where
        persons.reached_on is not null
        and purchases.is_purchase
        and purchases.ordered_on > persons.reached_on
        and purchases.ordered_on <= persons.reached_on + 7

),

person_states as (

    select
        persons.route,
        case
            when $by <> 'tier' then ''
            when ranked_buyers.place is null then 'none'
            when ranked_buyers.place < $top_share::double then 'top'
            when ranked_buyers.place < $top_share::double + $waist_share::double then 'waist'
            else 'base'
        end as tier,
        persons.is_reachable,
        coalesce(
            persons.is_reachable and persons.reached_on > about.as_of - $reached_days::integer,
            false
        ) as is_reached,
        coalesce(persons.reached_on <= about.as_of - 7, false) as is_watched,
        coalesce(persons.replied_on - persons.reached_on between 0 and 7, false) as is_replied,
        soon_buyers.person is not null as is_soon,
        coalesce(recent_buyers.is_paying, false) as is_paying,
        coalesce(recent_buyers.amount, 0) as amount

    from persons

    cross join about

    left join recent_buyers
        on persons.customer_key = recent_buyers.customer_key

    left join soon_buyers
        on persons.person = soon_buyers.person
        and persons.route = soon_buyers.route

    left join ranked_buyers
        on persons.customer_key = ranked_buyers.customer_key

)

select
    route::varchar as route,
    tier::varchar as tier,
    is_reachable::boolean as is_reachable,
    is_reached::boolean as is_reached,
    is_watched::boolean as is_watched,
    is_replied::boolean as is_replied,
    is_soon::boolean as is_soon,
    is_paying::boolean as is_paying,
    count(*)::bigint as people,
    sum(amount)::double as amount,
    sum((amount * amount)::decimal(38, 4))::double as squares

from person_states

group by all

order by route, tier, is_reachable, is_reached, is_watched, is_replied, is_soon, is_paying
