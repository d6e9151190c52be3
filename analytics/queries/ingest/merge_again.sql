-- One row per older part and the lines or responses of it whose place a newer one takes. Reads
-- line_pairs.
select
    older_key::varchar as file_key,
    count(*)::bigint as count_rows

from line_pairs

group by older_key

order by older_key
