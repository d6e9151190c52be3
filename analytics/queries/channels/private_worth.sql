-- One row: reachable people, those of them who bought in the last 90 days, what they paid after
-- refunds in these (with the sum of squares), what the goods cost where that is known, purchase
-- days with list prices and those at full price, and what the dearest fifth of all reachable people
-- paid.
-- Reads private_people, purchases, about. Parameters: source (members / orders), start, end,
-- channels, products (of the first purchase).
with

private_routes as (

    select *

    from private_people(
        $source::varchar, $start::date, $end::date, $channels::varchar[], $products::varchar[]
    )

),

-- From orders everybody is there once, and telling a million people apart is not free.
person_counts as (

    select count(distinct person) as people from private_routes where is_reachable and $source = 'members'

    union all

    select count(*) from private_routes where is_reachable and $source = 'orders'

),

buyer_sums as (

    select
        purchases.customer_key,
        bool_or(purchases.is_purchase) as is_paying,
        sum(purchases.amount) as amount,
        sum(purchases.cost) as cost,
        sum(purchases.costed) as costed,
        count(*) filter (where purchases.is_purchase and purchases.is_priced) as priced_days,
        count(*) filter (where purchases.is_purchase and purchases.is_full_price) as full_days

    from purchases

    cross join about

    where
        purchases.ordered_on > about.as_of - 90
        and purchases.customer_key in (
            select customer_key from private_routes where is_reachable and customer_key is not null
        )

    group by purchases.customer_key

),

ranked_buyers as (

    select
        *,
        row_number() over (order by amount desc, customer_key) as place

    from buyer_sums

),

whole as (

    select sum(people) as people from person_counts

)

select
    coalesce(max(whole.people), 0)::bigint as people,
    (count(*) filter (where ranked_buyers.is_paying))::bigint as paying,
    coalesce(sum(ranked_buyers.amount), 0)::double as amount,
    coalesce(sum((ranked_buyers.amount * ranked_buyers.amount)::decimal(38, 4)), 0)::double
        as squares,
    sum(ranked_buyers.cost)::double as cost,
    sum(ranked_buyers.costed)::double as costed,
    sum(ranked_buyers.priced_days)::bigint as priced_days,
    sum(ranked_buyers.full_days)::bigint as full_days,
    (
        sum(ranked_buyers.amount) filter (where ranked_buyers.place <= ceil(whole.people * 0.2))
    )::double as top_amount

from whole

left join ranked_buyers
    on true
