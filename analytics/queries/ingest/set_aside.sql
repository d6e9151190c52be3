-- One row per record set aside, its cells as written under their staged names, in file order.
-- Reads the Parquet parts of one table. Parameters: path, fatal, blank.
select
    file_key::varchar as file_key,
    source_file::varchar as file,
    coalesce(source_row, file_row_number + first_row)::bigint as row,
    raw::varchar as raw

from read_parquet($path, file_row_number = true, union_by_name = true)

where flaws & $fatal <> 0 and flaws <> $blank

order by file_key, row
