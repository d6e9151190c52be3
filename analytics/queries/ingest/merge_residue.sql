-- Tables older_residue and newer_residue: one row per line without an equal one on the other side,
-- of orders that have such lines on both. newer_sales: one row per sale line of these orders in the
-- newer files. newer_spans: one row per newer file, channel and kind of line, with the time it
-- covers.
-- Reads merge_contents, line_pairs. Parameters: older_folder, newer_folder, place.
create or replace temp table older_residue as
with

newer_groups as (

    select distinct group_id

    from merge_contents

    anti join line_pairs
        on merge_contents.file_key = line_pairs.newer_key
        and merge_contents.source_row = line_pairs.newer_row

    where place = $place

),

residue as (

    select
        file_key,
        source_row

    from merge_contents

    anti join line_pairs
        on merge_contents.file_key = line_pairs.older_key
        and merge_contents.source_row = line_pairs.older_row

    where place < $place and group_id in (select group_id from newer_groups)

)

select lines.*

from line_identities($older_folder) as lines

semi join residue
    on lines.file_key = residue.file_key
    and lines.source_row = residue.source_row;

create or replace temp table newer_residue as
with

residue as (

    select
        file_key,
        source_row

    from merge_contents

    anti join line_pairs
        on merge_contents.file_key = line_pairs.newer_key
        and merge_contents.source_row = line_pairs.newer_row

    where place = $place and group_id in (select group_id from older_residue)

)

select lines.*

from line_identities($newer_folder) as lines

semi join residue
    on lines.file_key = residue.file_key
    and lines.source_row = residue.source_row;

create or replace temp table newer_files as
select distinct file_key

from merge_contents

where place = $place;

create or replace temp table newer_sales as
select distinct
    file_key,
    group_id,
    ordered_at

from line_identities($newer_folder)

where
    not is_refund
    and amount > 0
    and file_key in (select file_key from newer_files)
    and group_id in (select group_id from newer_residue);

create or replace temp table newer_spans as
select
    file_key,
    coalesce(channel, '') as channel,
    is_refund,
    min(ordered_at) as first_at,
    max(latest_of(ordered_at)) as last_at

from line_identities($newer_folder)

where file_key in (select file_key from newer_files)

group by file_key, coalesce(channel, ''), is_refund;
