-- One row per file part: how many records were read, kept and set aside (blank ones are none of
-- them).
-- Parameters: path, fatal, blank, unread_date (these as bits).
select
    file_key::varchar as file_key,
    (count(*) filter (where flaws <> $blank))::bigint as rows_read,
    (count(*) filter (where flaws & $fatal = 0))::bigint as rows_kept,
    (count(*) filter (where flaws & $fatal <> 0 and flaws <> $blank))::bigint as rows_set_aside,
    (count(*) filter (where flaws & $unread_date <> 0))::bigint as rows_without_date

from read_parquet($path, union_by_name = true)

group by file_key

order by file_key
