-- One row per kind of person and whether a message came: people, and how many bought within 7 days
-- of it. The message is the last one, 7 to 90 days ago. Nobody else is known to have had none on a
-- day but those whose last message was earlier, or who never had one: each of them is looked at
-- once, on a day drawn by a hash of the id, so that people count once and the draw is the same
-- every time. Kinds: four weeks of the day, purchase days, days since the last one, money and age
-- of the customer before that day.
-- Reads private_people, purchases, about. Parameters: source (members / orders), start, end,
-- channels, products (of the first purchase).
with

private_routes as (

    select *

    from private_people(
        $source::varchar, $start::date, $end::date, $channels::varchar[], $products::varchar[]
    )

),

persons as (

    select
        max(customer_id) as customer_id,
        max(customer_key) as customer_key,
        max(reached_on) as reached_on,
        min(joined_on) as joined_on,
        -- Gone where every route is.
        case when count(left_on) = count(*) then max(left_on) end as left_on

    from private_routes

    group by person

),

looked_at_days as (

    select
        persons.customer_id,
        persons.customer_key,
        persons.joined_on,
        persons.left_on,
        coalesce(persons.reached_on between about.as_of - 90 and about.as_of - 7, false)
            as is_messaged,
        case
            when persons.reached_on between about.as_of - 90 and about.as_of - 7
                then persons.reached_on
            else about.as_of - 7 - (hash(persons.customer_id) % 84)::integer
        end as seen_on,
        persons.reached_on

    from persons

    cross join about

),

comparable_persons as (

    select
        looked_at_days.*,
        (about.as_of - 7 - looked_at_days.seen_on) // 28 as block

    from looked_at_days

    cross join about

    where
        looked_at_days.customer_key is not null
        and (
            looked_at_days.is_messaged
            or looked_at_days.reached_on is null
            or looked_at_days.reached_on < looked_at_days.seen_on - 7
        )
        and (looked_at_days.joined_on is null or looked_at_days.joined_on <= looked_at_days.seen_on)
        and (looked_at_days.left_on is null or looked_at_days.left_on > looked_at_days.seen_on)

),

person_histories as (

    select
        comparable_persons.customer_key,
        min(comparable_persons.block) as block,
        bool_or(comparable_persons.is_messaged) as is_messaged,
        count(*) filter (
            where purchases.is_purchase and purchases.ordered_on < comparable_persons.seen_on
        ) as days,
        min(comparable_persons.seen_on - purchases.ordered_on) filter (
            where purchases.is_purchase and purchases.ordered_on < comparable_persons.seen_on
        ) as recency,
        max(comparable_persons.seen_on - purchases.first_on) as age,
        sum(
            case
                when purchases.ordered_on < comparable_persons.seen_on then purchases.amount
                else 0
            end
        ) as amount,
        bool_or(
            purchases.is_purchase
            and purchases.ordered_on > comparable_persons.seen_on
            and purchases.ordered_on <= comparable_persons.seen_on + 7
        ) as is_hit

    from comparable_persons

    inner join purchases
        on comparable_persons.customer_key = purchases.customer_key

    group by comparable_persons.customer_key

),

person_kinds as (

    select
        block,
        case when days <= 2 then days when days <= 4 then 3 when days <= 8 then 4 else 5 end
            as often,
        case
            when recency is null then 0
            when recency <= 14 then 1
            when recency <= 30 then 2
            when recency <= 60 then 3
            when recency <= 120 then 4
            when recency <= 240 then 5
            else 6
        end as lately,
        case
            when age <= 0 then 0 when age <= 90 then 1 when age <= 180 then 2 when age <= 365 then 3
            else 4
        end as age,
        -- Doubling steps.
        case when amount > 1 then floor(log2(amount))::integer else 0 end as money,
        is_messaged,
        coalesce(is_hit, false) as is_hit

    from person_histories

)

select
    concat_ws('/', block, often, lately, age, money)::varchar as kind,
    is_messaged::boolean as is_messaged,
    count(*)::bigint as people,
    (count(*) filter (where is_hit))::bigint as hits

from person_kinds

group by all

order by kind, is_messaged
