-- One row per order of day, month and year that short dates such as 3/5/24 can be read in: how many
-- cells of one staged column it reads, and what it makes of them; `count_short` is 0 where there
-- are none. Reads the view staged. Parameters: name, today_on.
with

cell_texts as (

    select trim(narrow(columns($name))) as cell_text

    from staged

),

parts as (

    select
        cell_text,
        regexp_extract(
            cell_text, '^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{1,2})(?:\D|$)', ['first', 'second', 'third']
        ) as part,
        regexp_full_match(cell_text, '1\d{9}(\.\d+)?|1\d{12}') as is_epoch

    from cell_texts

    where said(cell_text) is not null

),

centuries as (

    select
        *,
        part.first <> '' as is_short,
        case
            when strlen(part.third) = 4 then part.third
            when strlen(part.third) = 2 then case when part.third > '68'
                then '19' else '20' end || part.third
        end as last_year,
        case when strlen(part.first) = 2 and strlen(part.third) < 4 then '20' || part.first end
            as first_year

    from parts

),

read_dates as (

    select
        *,
        try_cast(last_year || '-' || part.first || '-' || part.second as date) as mdy_on,
        try_cast(last_year || '-' || part.second || '-' || part.first as date) as dmy_on,
        -- A shop's file whose short years come first began after 2009; otherwise any day would pass
        -- for a year.
        case
            when first_year >= '2010'
                then try_cast(first_year || '-' || part.second || '-' || part.third as date)
        end as ymd_on

    from centuries

    where is_short or is_epoch

),

steps as (

    select
        is_short,
        is_epoch,
        cell_text,
        lag(cell_text) over () as text_before,
        unnest(
            [
                {'date_order': 'mdy', 'day_on': mdy_on, 'day_before': lag(mdy_on) over ()},
                {'date_order': 'dmy', 'day_on': dmy_on, 'day_before': lag(dmy_on) over ()},
                {'date_order': 'ymd', 'day_on': ymd_on, 'day_before': lag(ymd_on) over ()}
            ],
            recursive := true
        )

    from read_dates

)

select
    date_order::varchar as date_order,
    (count(*) filter (where is_short))::bigint as count_short,
    (count(*) filter (where is_epoch))::bigint as count_epoch,
    (select count(*) from parts)::bigint as count_cells,
    count(day_on)::bigint as count_read,
    count(distinct day_on)::bigint as count_days,
    (count(*) filter (where day_on > $today_on::date + 1))::bigint as count_future,
    (count(*) filter (where day_on > day_before))::bigint as count_rises,
    (count(*) filter (where day_on < day_before))::bigint as count_falls,
    (count(*) filter (where cell_text > text_before))::bigint as count_text_rises,
    (count(*) filter (where cell_text < text_before))::bigint as count_text_falls,
    min(day_on)::date as first_on,
    max(day_on)::date as last_on,
    (min(cell_text) filter (where is_short))::varchar as example

from steps

group by date_order

order by date_order
