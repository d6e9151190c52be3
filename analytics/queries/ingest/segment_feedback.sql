-- One row per response of one part by a customer of a segment, in order, under the row it had in
-- its file.
-- Reads the table segment_customers. Parameters: part.
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

where customer_id in (select customer_id from segment_customers)

order by file_row_number
