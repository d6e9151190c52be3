-- Table merge_contents: one row per kept response of the files in `folder`; `place` is the file's
-- in the list `file_keys`. Reads the macro response_identities. Parameters: folder, file_keys.
create or replace temp table merge_contents as
select
    list_position($file_keys, file_key)::integer as place,
    file_key,
    source_row,
    group_id,
    content_id

from response_identities($folder);
