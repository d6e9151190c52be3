-- The lines of `records` by order and by how they stand in the file: `stretches`, one row per line,
-- with the number of the stretch of lines of its order, lines of others between two of them;
-- `copies`, one row per order and stretch, with what its lines hold.
numbered as (

    select
        order_id,
        coalesce(source_row, file_row_number + first_row)::bigint as row,
        row_number() over (order by file_row_number) as place,
        hash(ordered_at, customer_id, sku, product, quantity, amount) as content

    from records

),

gaps as (

    select
        *,
        (place - lag(place) over (partition by order_id order by place) > 1)::integer as is_gap

    from numbered

    where order_id is not null

),

stretches as (

    select
        * exclude (is_gap),
        coalesce(sum(is_gap) over (partition by order_id order by place), 0) as stretch

    from gaps

),

contents as (

    select
        order_id,
        stretch,
        content,
        count(*) as count_lines,
        min(row) as first_row

    from stretches

    group by order_id, stretch, content

),

copies as (

    select
        order_id,
        stretch,
        list(struct_pack(content, count_lines) order by content) as lines,
        min(first_row) as first_row,
        min(count_lines) > 1 as is_doubled

    from contents

    group by order_id, stretch

)
