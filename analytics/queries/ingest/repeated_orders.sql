-- One row: how many orders of one Parquet part stand in it whole more than once, with lines of
-- others between the copies, and the first of them with its first row and that of its copy. Among
-- the first `most` lines. Parameters: path, fatal, most.
with

numbered as (

    select
        order_id,
        coalesce(source_row, file_row_number + first_row)::bigint as row,
        hash(ordered_at, customer_id, sku, product, quantity, amount) as content

    from read_parquet($path, file_row_number = true)

    where order_id is not null and flaws & $fatal = 0

    limit $most

),

contents as (

    select
        order_id,
        content,
        count(*) as count_copies,
        min(row) as first_row,
        max(row) as last_row

    from numbered

    group by order_id, content

),

orders as (

    select
        order_id,
        min(first_row) as first_row,
        min(last_row) as copy_row

    from contents

    group by order_id

    having
        min(count_copies) > 1
        and min(count_copies) = max(count_copies)
        and max(last_row) - min(first_row) + 1 > sum(count_copies)

)

select
    count(*)::bigint as count_alike,
    min_by(
        order_id || ': ' || first_row::varchar || ' / ' || copy_row::varchar, first_row
    )::varchar as example

from orders
