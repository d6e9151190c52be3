-- One row per pair of products in the same order: orders looked at, orders with either, orders with
-- both; `one_in`: of so many orders one was looked at. Of products the 200 most bought.
-- Reads basket_lines. Parameters: least_orders, start, end, channels (of the line), products (one
-- of the pair).
with

named_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

sample as (

    select coalesce(max(one_in), 1) as one_in from basket_lines

),

order_products as (

    select distinct
        order_hash,
        product_key

    from basket_lines

    where
        (
            -- include shared/channel_in_scope with row = basket_lines
        )
        and (
            -- include shared/month_in_scope with row = basket_lines
        )

),

order_counts as (

    select count(distinct order_hash) as orders

    from order_products

),

singles as (

    select
        product_key,
        count(*) as orders

    from order_products

    where product_key > 0

    group by product_key

    order by orders desc, product_key

    limit 200

),

frequent_order_products as (

    select
        order_products.order_hash,
        order_products.product_key

    from order_products

    inner join singles
        on order_products.product_key = singles.product_key

),

pairs as (

    select
        lefts.product_key as left_key,
        rights.product_key as right_key,
        count(*) as orders

    from frequent_order_products as lefts

    inner join frequent_order_products as rights
        on lefts.order_hash = rights.order_hash and lefts.product_key < rights.product_key

    group by lefts.product_key, rights.product_key

    having count(*) >= $least_orders::integer

)

select
    left_products.product::varchar as left_name,
    right_products.product::varchar as right_name,
    order_counts.orders::bigint as orders,
    left_singles.orders::bigint as with_left,
    right_singles.orders::bigint as with_right,
    pairs.orders::bigint as with_both,
    sample.one_in::bigint as one_in

from pairs

cross join order_counts

cross join sample

inner join singles as left_singles
    on pairs.left_key = left_singles.product_key

inner join singles as right_singles
    on pairs.right_key = right_singles.product_key

inner join products as left_products
    on pairs.left_key = left_products.product_key

inner join products as right_products
    on pairs.right_key = right_products.product_key

where
    $products::varchar[] is null
    or pairs.left_key in (select product_key from named_products)
    or pairs.right_key in (select product_key from named_products)

order by with_both desc, left_name, right_name, with_left, with_right
