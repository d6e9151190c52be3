-- One row per text that was not read in one of some columns of one Parquet part: rows that hold it,
-- the first of them, and how many rows were read at all; among the first `most` rows with one.
-- Parameters: path, names, bits (of the columns, in one order), most.
with

flawed as (

    select
        coalesce(source_row, file_row_number + first_row) as source_row,
        flaws,
        raw

    from read_parquet($path, file_row_number = true)

    where flaws & (select bit_or(unnested.bit) from (select unnest($bits::integer[]) as bit) as unnested) <> 0

    limit $most

),

kinds as (

    select
        unnest($names::varchar[]) as name,
        unnest($bits::integer[]) as bit

),

cells as (

    select
        kinds.name,
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

where written is not null

group by name, written

order by name, first_row, written
