-- One row per run of rows of one part whose orders stand in another part with the same money: its
-- first row, and the row behind its last. Reads the macro order_lines_of.
-- Parameters: folder, list_key, items_key.
with

orders as (

    select order_id

    from order_lines_of($folder)

    where order_id is not null and file_key in ($list_key, $items_key)

    group by order_id

    having
        min(amount) >= 0
        and sum(amount) filter (where file_key = $list_key) > 0
        and abs(
            sum(amount) filter (where file_key = $list_key)
            - sum(amount) filter (where file_key = $items_key)
        ) < 0.015

),

rows as (

    select
        source_row,
        source_row - row_number() over (order by source_row) as run

    from order_lines_of($folder)

    where file_key = $list_key and order_id in (select order_id from orders)

)

select
    min(source_row)::bigint as from_row,
    (max(source_row) + 1)::bigint as to_row

from rows

group by run

order by from_row
