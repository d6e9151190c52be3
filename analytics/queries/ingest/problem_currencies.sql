-- One row per part of orders that writes several currencies, on the first row in one of the rarer:
-- all of them with their lines, commonest first. Reads the Parquet part. Parameters: path, fatal.
with

lines as (

    select
        file_key,
        source_file,
        coalesce(source_row, file_row_number + first_row) as source_row,
        currency

    from read_parquet($path, file_row_number = true, union_by_name = true)

    where currency is not null and flaws & $fatal = 0

),

counted as (

    select
        currency,
        any_value(file_key) as file_key,
        any_value(source_file) as source_file,
        count(*) as count_lines,
        min(source_row) as first_row,
        row_number() over (order by count(*) desc, currency) as place

    from lines

    group by currency

)

select
    min(file_key)::varchar as file_key,
    min(source_file)::varchar as file,
    (min(first_row) filter (where place > 1))::bigint as row,
    'currency' as name,
    string_agg(currency || ' ' || count_lines, ', ' order by place)::varchar as value,
    'several_currencies' as code,
    false as is_set_aside

from counted

having count(*) > 1
