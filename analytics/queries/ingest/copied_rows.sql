-- One row per record of one Parquet part that an order has from standing in it whole again, with
-- lines of others between: all but the first copy, in file order. Parameters: path, fatal.
with

numbered as (

    select
        order_id,
        coalesce(source_row, file_row_number + first_row)::bigint as row,
        row_number() over (order by file_row_number) as place,
        hash(ordered_at, customer_id, sku, product, quantity, amount) as content

    from read_parquet($path, file_row_number = true)

    where flaws & $fatal = 0

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
        list(struct_pack(content, count_lines) order by content) as lines

    from contents

    group by order_id, stretch

),

copied as (

    select order_id

    from copies

    group by order_id

    having count(*) > 1 and count(distinct lines) = 1

)

select stretches.row::bigint as row

from stretches

semi join copied
    on stretches.order_id = copied.order_id

where stretches.stretch > 0

order by row
