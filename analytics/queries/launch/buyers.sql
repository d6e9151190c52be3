-- One row per kind of buyers of a new product in the days after its launch, by what they bought of
-- its category in the 180 days before and the 90 days after: new, other (nothing of the category
-- before), added, switched; early for whom those days are not over. Whoever had bought it before
-- the launch is no buyer of the launch.
-- Reads product_days, products, about. Parameters: item, day_zero, horizon, before_days,
-- after_days.
with

category_keys as (

    select
        older.product_key

    from products as launched

    inner join products as older
        on launched.category = older.category and launched.item <> older.item

    where launched.item = $item

),

buyers as (

    select
        product_days.customer_key,
        min(product_days.ordered_on) as bought_on,
        min(product_days.first_on) as first_on

    from product_days

    inner join products
        on product_days.product_key = products.product_key

    where products.item = $item

    group by product_days.customer_key

    having
        min(product_days.ordered_on) >= $day_zero::date
        and min(product_days.ordered_on) <= $day_zero::date + $horizon::integer

),

category_days as (

    select
        buyers.customer_key,
        bool_or(
            product_days.ordered_on < buyers.bought_on
            and product_days.ordered_on >= buyers.bought_on - $before_days::integer
        ) as is_held,
        bool_or(
            product_days.ordered_on >= buyers.bought_on
            and product_days.ordered_on <= buyers.bought_on + $after_days::integer
        ) as is_kept

    from buyers

    inner join product_days
        on buyers.customer_key = product_days.customer_key

    where product_days.product_key in (select product_key from category_keys)

    group by buyers.customer_key

)

select
    case
        when buyers.bought_on + $after_days::integer > about.as_of then 'early'
        when buyers.first_on = buyers.bought_on then 'new'
        when not coalesce(category_days.is_held, false) then 'other'
        when category_days.is_kept then 'added'
        else 'switched'
    end::varchar as kind,
    count(*)::bigint as count_buyers

from buyers

cross join about

left join category_days
    on buyers.customer_key = category_days.customer_key

group by kind

order by kind
