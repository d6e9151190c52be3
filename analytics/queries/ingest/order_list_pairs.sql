-- One row per pair of parts of one import that have orders in common: how many orders, how many of
-- them come to the same money in both, the lines of the first and of the second, and how many of
-- each name goods. Only orders in which both have sold something.
-- Reads the macro order_lines_of. Parameters: folder, file_keys.
with

orders as (

    select
        file_key,
        order_id,
        count(*) as count_lines,
        count(coalesce(sku, product)) as count_goods,
        sum(amount) as amount

    from order_lines_of($folder)

    where order_id is not null and list_contains($file_keys::varchar[], file_key)

    group by file_key, order_id

    having sum(amount) > 0 and min(amount) >= 0

)

select
    lists.file_key::varchar as list_key,
    items.file_key::varchar as items_key,
    count(*)::bigint as count_orders,
    count(*) filter (where abs(lists.amount - items.amount) < 0.015)::bigint as count_equal,
    sum(lists.count_lines)::bigint as list_lines,
    sum(items.count_lines)::bigint as items_lines,
    sum(lists.count_goods)::bigint as list_goods,
    sum(items.count_goods)::bigint as items_goods

from orders as lists

inner join orders as items
    on lists.order_id = items.order_id
    and lists.file_key <> items.file_key

group by lists.file_key, items.file_key

order by list_key, items_key
