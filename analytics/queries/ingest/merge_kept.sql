-- One row per record of one older part that does not come again, rows set aside among them, in
-- order.
-- Reads the table come_again. Parameters: part.
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

anti join come_again
    on numbered.file_key = come_again.file_key
    and numbered.source_row = come_again.source_row

order by file_row_number
