-- One row: what reachable people paid after refunds in the last 90 days (null where nobody did), what the goods cost
-- where that is known, purchase days with list prices and those at full price, and what the dearest fifth of all
-- reachable people paid.
-- Reads private_people, purchases, about. Parameters: source (members / orders), start, end,
-- channels, products (of the first purchase).
with

kept as (

    select *

    from private_people($source::varchar, $start::date, $end::date, $channels::varchar[], $products::varchar[])

),

persons as (

    select distinct customer_key

    from kept

    where is_reachable and customer_key is not null

),

spent as (

    select
        persons.customer_key,
        sum(purchases.amount) as amount,
        sum(purchases.cost) as cost,
        sum(purchases.costed) as costed,
        count(*) filter (where purchases.is_purchase and purchases.is_priced) as priced_days,
        count(*) filter (where purchases.is_purchase and purchases.is_full_price) as full_days

    from persons

    inner join purchases
        on persons.customer_key = purchases.customer_key

    cross join about

    where purchases.ordered_on > about.as_of - 90

    group by persons.customer_key

),

placed as (

    select
        *,
        row_number() over (order by amount desc, customer_key) as place

    from spent

),

counted as (

    select count(distinct customer_id) as people from kept where is_reachable

)

select
    count(*)::bigint as buyers,
    sum(placed.amount)::double as amount,
    sum(placed.cost)::double as cost,
    sum(placed.costed)::double as costed,
    sum(placed.priced_days)::bigint as priced_days,
    sum(placed.full_days)::bigint as full_days,
    (sum(placed.amount) filter (where placed.place <= ceil(counted.people * 0.2)))::double as top_amount,
    max(counted.people)::bigint as people

from placed

cross join counted
