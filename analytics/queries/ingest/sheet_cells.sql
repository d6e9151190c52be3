-- One row per non-empty cell of an extra sheet, read by the kind of its column.
-- Reads the registered frame sheet_cells(row, name, kind, manner, written). Parameters: date_order,
-- spellings.
with

readings as (

    select
        row,
        name,
        kind,
        written,
        case when kind in ('day', 'time') then as_time(written, $date_order) end as read_time,
        case when kind in ('decimal', 'integer') then as_money(written, manner) end as read_number,
        case when kind = 'flag' then as_flag(written) end as read_flag,
        case
            when kind = 'choice' then $spellings[name || ':' || lower(trim(written))]
            when kind = 'text' then written
        end as read_text

    from (
        select
            * exclude (written),
            -- To a question of yes or no the word for nothing is an answer.
            case when kind in ('flag', 'text', 'choice') then cell(written) else cell(said(written)) end
                as written

        from sheet_cells
    ) as trimmed

    where written is not null

)

select
    row::bigint as row,
    name::varchar as name,
    written::varchar as written,
    read_time::timestamp as read_time,
    read_number::double as read_number,
    read_flag::boolean as read_flag,
    read_text::varchar as read_text,
    (
        coalesce(read_time::varchar, read_number::varchar, read_flag::varchar, read_text) is null
    )::boolean
        as is_bad

from readings

order by row, name
