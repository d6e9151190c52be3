-- One row: the first clock, midnight aside, that is marked as UTC among the first thousand texts of
-- a column, with its place from 1; none where there is none.
-- Parameters: name.
with

cells as (

    select columns($name) as cell

    from staged

    limit 1000

),

texts as (

    select
        row_number() over () as place,
        trim(columns(*)) as written

    from cells

)

select
    place::integer as place,
    written::varchar as written

from texts
where
    regexp_matches(written, ':\d{2}(\.\d+)?\s*([zZ]|UTC|[+-]00:?00)$')
    and not regexp_matches(written, '00:00(:00)?(\.0+)?\s*([zZ]|UTC|[+-]00:?00)$')
order by place
limit 1
