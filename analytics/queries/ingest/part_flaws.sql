-- One row per record of one part that has any flaw, blank ones among them, in file order: its row
-- in the file, the flaws as bits, and its cells as written. Parameters: path.
select
    coalesce(source_row, file_row_number + first_row)::bigint as row,
    flaws::bigint as flaws,
    raw::varchar as raw

from read_parquet($path, file_row_number = true)

where flaws <> 0

order by row
