-- View `staged`: one row per row of the registered frame `table_cells`, every cell as text, with
-- the columns of the empty frame `template` that it lacks.
create or replace temp view staged as

select
    *,
    table_cells as raw

from table_cells

union all by name

select * from template;
