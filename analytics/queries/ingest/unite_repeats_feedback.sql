-- One row per pair of files of responses of which the later brings responses of the earlier again:
-- how many, no money, and the row of the first. Reads line_pairs.
select
    older_key::varchar as older_key,
    newer_key::varchar as newer_key,
    count(*)::bigint as count_lines,
    null::double as amount,
    min(older_row)::bigint as first_row

from line_pairs

group by older_key, newer_key

order by older_key, newer_key
