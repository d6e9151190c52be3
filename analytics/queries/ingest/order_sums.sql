-- One row per order of one Parquet part whose one line without goods only adds up the lines that
-- name them: as many pieces of several, or as much money.
-- Parameters: path, fatal.
with

lines as (

    select
        order_id,
        sku is null and product is null as is_bare,
        quantity,
        amount,
        unit_price

    from read_parquet($path, union_by_name = true)

    where order_id is not null and flaws & $fatal = 0

),

orders as (

    select
        order_id,
        count(*) filter (where is_bare) as count_bare,
        count(*) filter (where not is_bare) as count_goods,
        sum(quantity) filter (where is_bare) as bare_quantity,
        sum(quantity) filter (where not is_bare) as goods_quantity,
        max(amount) filter (where is_bare) as bare_amount,
        max(unit_price) filter (where is_bare) as bare_price,
        sum(amount) filter (where not is_bare) as goods_amount

    from lines

    group by order_id

)

select order_id::varchar as order_id

from orders

where
    count_bare = 1
    and count_goods > 0
    and coalesce(bare_amount, 1) > 0
    and (
        (bare_quantity = goods_quantity and goods_quantity > 1 and count_goods > 1)
        or abs(bare_amount - goods_amount) < 0.02
        or abs(bare_price - goods_amount) < 0.02
    )

order by order_id
