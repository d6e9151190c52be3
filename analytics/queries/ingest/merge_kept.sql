-- One row per record of one older part that no newer one takes the place of, rows set aside among
-- them, in order. Reads line_pairs. Parameters: part.
with

numbered as (

    select
        * replace (coalesce(source_row, file_row_number + first_row)::bigint as source_row)

    from read_parquet($part, file_row_number = true)

)

select * exclude (file_row_number)

from numbered

anti join line_pairs
    on numbered.file_key = line_pairs.older_key
    and numbered.source_row = line_pairs.older_row

order by file_row_number
