-- One row per column and distinct cell of answers on a scale: how often, the commonest first and
-- at most 2,000 a column: a scale has few, and a column of free text is none.
-- Reads the view staged. Parameters: columns (their names).
with

cells as (

    unpivot (select columns(lambda name: list_contains($columns::varchar[], name)) from staged)
    on columns(*)
    into name name value written

),

distinct_cells as (

    select
        name,
        cell(written) as written,
        count(*) as count_cells

    from cells

    where cell(written) is not null

    group by name, cell(written)

),

commonest_cells as (

    select *

    from distinct_cells

    qualify row_number() over (partition by name order by count_cells desc, written) <= 2000

)

select
    name::varchar as name,
    written::varchar as written,
    count_cells::bigint as count_cells

from commonest_cells

order by name, count_cells desc, written
