-- One row per text that was not read in one of some columns of one Parquet part: rows that hold it,
-- the first of them, and how many rows were read at all; among the first `most` rows with one.
-- What is read once the column's sign before decimals, or order of day and month, is settled is
-- none of them.
-- Parameters: path, names, bits, are_numbers (of the columns, in one order), mask (the bits
-- together), most.
with

flawed as (

    select
        coalesce(source_row, file_row_number + first_row) as source_row,
        flaws,
        raw

    from read_parquet($path, file_row_number = true)

    where flaws & $mask <> 0

    limit $most

),

kinds as (

    select
        unnest($names::varchar[]) as name,
        unnest($bits::integer[]) as bit,
        unnest($are_numbers::boolean[]) as is_number

),

cells as (

    select
        kinds.name,
        kinds.is_number,
        flawed.source_row,
        json_extract_string(flawed.raw, '$.' || kinds.name) as written

    from flawed

    inner join kinds
        on flawed.flaws & kinds.bit <> 0

)

select
    name::varchar as name,
    written::varchar as written,
    count(*)::bigint as count_rows,
    min(source_row)::bigint as first_row,
    (select count(*) from read_parquet($path))::bigint as rows_read

from cells

where
    written is not null
    and case
        when is_number then coalesce(as_money(written, 'point'), as_money(written, 'comma')) is null
        else coalesce(
            as_time(written, 'mdy'), as_time(written, 'dmy'), as_time(written, 'ymd'),
            as_time(written, 'epoch')
        ) is null
    end

group by name, written

order by name, first_row, written
