-- One row: what the slashed dates of one staged column say about the order of day and month.
-- Reads the view staged. Parameters: name.
with

written as (

    select trim(narrow(columns($name))) as cell_text

    from staged

),

parts as (

    select
        cell_text,
        try_cast(regexp_extract(cell_text, '^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}(\D|$)', 1) as integer)
            as first_part,
        try_cast(regexp_extract(cell_text, '^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}(\D|$)', 2) as integer)
            as second_part

    from written

)

select
    (count(*) filter (where first_part is not null))::bigint as count_slashed,
    (count(*) filter (where first_part > 12))::bigint as count_day_first,
    (count(*) filter (where second_part > 12))::bigint as count_month_first,
    (min(cell_text) filter (where first_part is not null))::varchar as example

from parts
