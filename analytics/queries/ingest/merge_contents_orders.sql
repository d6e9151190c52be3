-- Table merge_contents: one row per kept line of the version in `base` (place 0) and of the files
-- in `folder` (place 1). Reads the macro line_identities. Parameters: base, folder.
create or replace temp table merge_contents as
select
    0::integer as place,
    file_key,
    source_row,
    group_id,
    content_id

from line_identities($base)

union all

select
    1::integer as place,
    file_key,
    source_row,
    group_id,
    content_id

from line_identities($folder);
