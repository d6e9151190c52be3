-- Adds to line_pairs: one row per line of the files at `place` and the equal one of an earlier
-- place. Of several equal ones each has its own counterpart, so that two stay two. `is_whole`
-- compares all they say, else group_id alone. Reads merge_contents. Parameters: place, is_whole,
-- step.
insert into line_pairs
with

standing as (

    select
        merge_contents.place,
        merge_contents.file_key,
        merge_contents.source_row,
        case
            when $is_whole then merge_contents.content_id
            else merge_contents.group_id
        end as pair_id

    from merge_contents

    anti join line_pairs as gone
        on merge_contents.file_key = gone.older_key
        and merge_contents.source_row = gone.older_row

    anti join line_pairs as arrived
        on merge_contents.place = $place
        and merge_contents.file_key = arrived.newer_key
        and merge_contents.source_row = arrived.newer_row

    where merge_contents.place <= $place

),

numbered as (

    select
        *,
        row_number() over (
            partition by pair_id, place = $place
            order by file_key, source_row
        ) as copy

    from standing

    where pair_id is not null

)

select
    $step as step,
    older.file_key as older_key,
    older.source_row as older_row,
    newer.file_key as newer_key,
    newer.source_row as newer_row

from numbered as older

inner join numbered as newer
    on older.pair_id = newer.pair_id
    and older.copy = newer.copy
    and older.place < $place
    and newer.place = $place;
