-- One row per cell (or row) that could not be used as written, in file order.
-- Reads the Parquet parts of one table. Parameters: path, flaw_bits, flaw_columns, flaw_codes,
-- fatal, blank.
with

flawed as (

    select
        file_key,
        source_file,
        coalesce(source_row, file_row_number + first_row) as source_row,
        flaws,
        raw

    from read_parquet($path, file_row_number = true, union_by_name = true)

    where flaws <> 0 and flaws <> $blank

),

kinds as (

    select
        unnest($flaw_bits::integer[]) as bit,
        unnest($flaw_columns::varchar[]) as name,
        unnest($flaw_codes::varchar[]) as code

)

select
    flawed.file_key::varchar as file_key,
    flawed.source_file::varchar as file,
    flawed.source_row::bigint as row,
    kinds.name::varchar as name,
    json_extract_string(flawed.raw, '$.' || kinds.name)::varchar as value,
    kinds.code::varchar as code,
    (kinds.bit & $fatal <> 0)::boolean as is_set_aside

from flawed

inner join kinds
    on flawed.flaws & kinds.bit <> 0

order by flawed.file_key, flawed.source_row, kinds.bit
