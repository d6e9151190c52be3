-- View `staged`: one row per row of the registered frame `reworded_cells`, which holds a former
-- `staged` with the plain form of some cells in their place.
create or replace temp view staged as

select *

from reworded_cells
