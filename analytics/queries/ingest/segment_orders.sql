-- One row per order line of one part that belongs to a segment, in order, under the row it had in
-- its file.
-- Reads the tables segment_customers and segment_orders. Parameters: part.
with

numbered as (

    select
        * exclude (file_row_number, source_row),
        coalesce(source_row, file_row_number + first_row)::bigint as source_row,
        file_row_number

    from read_parquet($part, file_row_number = true)

)

select * exclude (file_row_number)

from numbered

where
    customer_id in (select customer_id from segment_customers)
    or customer_id is null
    and coalesce(order_id, file_key || '-' || source_row) in (select order_key from segment_orders)

order by file_row_number
