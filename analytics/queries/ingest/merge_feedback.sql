-- Table come_again: one row per response of the version in `base` that those in `folder` bring
-- again.
-- Parameters: folder, base.
create or replace temp table come_again as
select
    older.file_key,
    older.source_row

from response_identities($base) as older

inner join response_identities($folder) as newer
    on older.content = newer.content
    and older.place = newer.place;
