-- Table merge_contents: one row per kept line of the files in `folder` whose order, or without an
-- order number whose content, stands in several of them; `place` is the file's in the list
-- `file_keys`.
-- Reads the macro line_identities. Parameters: folder, file_keys.
create or replace temp table merge_contents as
with

repeated_groups as (

    select group_id

    from line_identities($folder)

    group by group_id

    having min(file_key) <> max(file_key)

)

select
    list_position($file_keys, file_key)::integer as place,
    file_key,
    source_row,
    group_id,
    content_id

from line_identities($folder)

where group_id in (select group_id from repeated_groups);
