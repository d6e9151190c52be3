-- Table come_again: one row per line of the version in `base` that the lines in `folder` bring
-- again.
-- Parameters: folder, base.
create or replace temp table come_again as
select
    older.file_key,
    older.source_row

from line_identities($base) as older

inner join line_identities($folder) as newer
    on older.line_group = newer.line_group
    and older.item = newer.item
    and older.place = newer.place;
