-- One row: lines of the files `file_keys` of the version in `base` that this version, built from
-- it, lacks: by order, product, day and kind (sale or refund), how many fewer there are, and what
-- they come to.
-- Parameters: base, file_keys, folder.
with

older as (

    select
        order_id,
        coalesce(sku, product, '') as item,
        ordered_at::date as ordered_on,
        coalesce(amount < 0, false) or coalesce(quantity < 0, false) as is_refund,
        count(*) as count_lines,
        coalesce(sum(amount), 0) as amount

    from order_lines_of($base)

    where order_id is not null and list_contains($file_keys, file_key)

    group by all

),

newer as (

    select
        order_id,
        coalesce(sku, product, '') as item,
        ordered_at::date as ordered_on,
        coalesce(amount < 0, false) or coalesce(quantity < 0, false) as is_refund,
        count(*) as count_lines,
        coalesce(sum(amount), 0) as amount

    from order_lines_of($folder)

    where order_id is not null

    group by all

)

select
    coalesce(sum(older.count_lines - coalesce(newer.count_lines, 0)), 0)::bigint as count_lines,
    coalesce(sum(older.amount - coalesce(newer.amount, 0)), 0)::double as amount

from older

left join newer
    on older.order_id = newer.order_id
    and older.item = newer.item
    and older.ordered_on = newer.ordered_on
    and older.is_refund = newer.is_refund

where older.count_lines > coalesce(newer.count_lines, 0)
