-- One row: what speaks for a spreadsheet having swapped day and month in the dates it understood
-- (cells that begin with the year) beside those it left as text. Days of months by the number in
-- place of the day; spans in days as written and with the former swapped back.
-- Reads the view staged. Parameters: name, date_order (of the cells left as text).
with

cells as (

    select
        row_number() over () as place,
        trim(narrow(columns($name))) as cell_text

    from staged

),

parts as (

    select
        place,
        cell_text,
        regexp_extract(
            cell_text, '^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:\D|$)', ['year', 'month', 'day']
        ) as real,
        regexp_extract(
            cell_text, '^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\D|$)', ['first', 'second', 'year']
        ) as short

    from cells

),

dates as (

    select
        place,
        cell_text,
        real.year <> '' as is_real,
        short.year <> '' as is_short,
        greatest(try_cast(short.first as integer), try_cast(short.second as integer)) as greater,
        try_cast(real.day as integer) as real_day,
        try_cast(real.year || '-' || real.month || '-' || real.day as date) as real_on,
        try_cast(real.year || '-' || real.day || '-' || real.month as date) as swapped_on,
        case $date_order
            when 'dmy' then try_cast(short.year || '-' || short.second || '-' || short.first as date)
            else try_cast(short.year || '-' || short.first || '-' || short.second as date)
        end as short_on

    from parts

)

select
    (count(*) filter (where is_real))::bigint as count_real,
    (count(*) filter (where is_real and (real_day > 12 or swapped_on is null)))::bigint
        as count_fixed,
    (count(distinct real_on))::bigint as count_real_days,
    (count(*) filter (where is_short and (greater <= 12 or short_on is null)))::bigint
        as count_open,
    (count(distinct short_on))::bigint as count_short_days,
    (
        greatest(max(real_on), max(short_on)) - least(min(real_on), min(short_on))
    )::bigint as span_written,
    (
        greatest(max(swapped_on), max(short_on)) - least(min(swapped_on), min(short_on))
    )::bigint as span_swapped,
    greatest(max(swapped_on), max(short_on))::date as last_swapped_on,
    greatest(max(real_on), max(short_on))::date as last_written_on,
    (arg_min(cell_text, place) filter (where is_real))::varchar as example,
    (arg_min(swapped_on, place) filter (where is_real))::varchar as example_on,
    (min(place) filter (where is_real))::bigint as first_place

from dates
