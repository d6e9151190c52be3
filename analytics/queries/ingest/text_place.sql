-- One row: where a text first stands in one staged column, as its place from 1, and as its row in
-- the file where the place does not say it; place 1 where it stands nowhere as it is.
-- Parameters: name, text.
with

texts as (

    select
        row_number() over () as place,
        try_cast(source_row as bigint) as source_row,
        trim(narrow(columns($name))) as written

    from staged

)

select
    coalesce(min(place), 1)::bigint as place,
    min(source_row)::bigint as source_row

from texts
where written = trim(narrow($text))
