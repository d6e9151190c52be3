-- One row: how many orders of one Parquet part stand in it whole more than once, with lines of
-- others between the copies, and the first of them with its first row and that of its copy; how
-- many of them lie as far apart as the most of them do; how many other orders have lines of others
-- between theirs; how many orders have every line twice or more in one place, the first of them,
-- and how many orders there are. Among the first `most` lines. Parameters: path, fatal, most.
with

records as (

    select *

    from read_parquet($path, file_row_number = true)

    where flaws & $fatal = 0

    limit $most

),

-- include ingest/order_copies,

orders as (

    select
        order_id,
        count(*) > 1 as is_apart,
        count(*) > 1 and count(distinct lines) = 1 as is_whole,
        bool_and(is_doubled) as is_doubled,
        min(first_row) as first_row,
        max(first_row) as copy_row

    from copies

    group by order_id

),

distances as (

    select count(*) as count_orders

    from orders

    where is_whole

    group by copy_row - first_row

)

select
    count(*) filter (where is_whole)::bigint as count_alike,
    (select coalesce(max(count_orders), 0) from distances)::bigint as count_block,
    count(*) filter (where is_apart and not is_whole)::bigint as count_scattered,
    count(*) filter (where is_doubled)::bigint as count_doubled,
    count(*)::bigint as count_orders,
    min_by(
        order_id || ': ' || first_row::varchar || ' / ' || copy_row::varchar, first_row
    ) filter (where is_whole)::varchar as example,
    min_by(
        order_id || ': ' || first_row::varchar || ' / ' || (first_row + 1)::varchar, first_row
    ) filter (where is_doubled)::varchar as example_doubled

from orders
