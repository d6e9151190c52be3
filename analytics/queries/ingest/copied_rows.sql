-- One row per record of one Parquet part that an order has from standing in it whole again, with
-- lines of others between: all but the first copy, in file order. Parameters: path, fatal.
with

records as (

    select *

    from read_parquet($path, file_row_number = true)

    where flaws & $fatal = 0

),

-- include ingest/order_copies,

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
