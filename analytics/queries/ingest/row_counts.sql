-- One row per file part: how many records were read, kept and set aside (blank ones are none of them).
-- Parameters: path, fatal.
select
    file_key::varchar as file_key,
    (count(*) filter (where flaws <> 64))::bigint as rows_read,
    (count(*) filter (where flaws & $fatal = 0))::bigint as rows_kept,
    (count(*) filter (where flaws & $fatal <> 0 and flaws <> 64))::bigint as rows_set_aside,
    (count(*) filter (where flaws & 2 <> 0))::bigint as rows_without_date

from read_parquet($path, union_by_name = true)

group by file_key

order by file_key
