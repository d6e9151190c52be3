-- One row per pair of products in the same order: orders looked at, orders with either, orders with both; `one_in`: of
-- so many orders one was looked at. Gifts and returned lines are no choice of the buyer and left out; of products the
-- 200 most bought. Above half a million lines a fixed part of the orders speaks for all, or a page would wait for seconds.
-- Reads the lines themselves. Parameters: folder, least_orders, start, end, channels (of the line), products (one of
-- the pair).
with

kept_channels as (

    select unnest($channels::varchar[]) as channel

),

kept_items as (

    select product_key from products where list_contains($products::varchar[], item)

),

sampled as (

    select greatest(ceil(coalesce(sum(count_lines), 0) / 500000.0), 1)::bigint as one_in

    from sales

),

lines as (

    select
        hash(lines.order_id) as order_hash,
        coalesce(lines.sku, lines.product) as item

    from order_lines_of($folder) as lines

    cross join about

    cross join sampled

    where
        -- A line without an order number is alone in its order: no pair, and no order to compare with.
        lines.order_id is not null
        and lines.quantity > 0
        and (lines.amount is null or lines.amount > 0)
        and lines.ordered_at < about.as_of + interval 1 day
        and hash(lines.order_id) % sampled.one_in = 0
        and ($channels::varchar[] is null or lines.channel in (select channel from kept_channels))
        and ($start::date is null or lines.ordered_at >= $start::date)
        and ($end::date is null or lines.ordered_at < $end::date + interval 1 month)

),

bought as (

    select distinct
        lines.order_hash,
        coalesce(products.product_key, 0) as product_key

    from lines

    left join products
        on lines.item = products.item

),

counted as (

    select count(distinct order_hash) as orders

    from bought

),

singles as (

    select
        product_key,
        count(*) as orders

    from bought

    where product_key > 0

    group by product_key

    order by orders desc, product_key

    limit 200

),

frequent as (

    select
        bought.order_hash,
        bought.product_key

    from bought

    inner join singles
        on bought.product_key = singles.product_key

),

pairs as (

    select
        lefts.product_key as left_key,
        rights.product_key as right_key,
        count(*) as orders

    from frequent as lefts

    inner join frequent as rights
        on lefts.order_hash = rights.order_hash and lefts.product_key < rights.product_key

    group by lefts.product_key, rights.product_key

    having count(*) >= $least_orders::integer

)

select
    left_products.product::varchar as left_name,
    right_products.product::varchar as right_name,
    counted.orders::bigint as orders,
    left_singles.orders::bigint as with_left,
    right_singles.orders::bigint as with_right,
    pairs.orders::bigint as with_both,
    sampled.one_in::bigint as one_in

from pairs

cross join counted

cross join sampled

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
    or pairs.left_key in (select product_key from kept_items)
    or pairs.right_key in (select product_key from kept_items)

order by with_both desc, left_name, right_name, with_left, with_right
