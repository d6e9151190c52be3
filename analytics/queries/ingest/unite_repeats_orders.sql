-- One row per pair of parts of one import of which the later brings lines of the earlier again: how
-- many, the money of those that go, and the row of the first. Reads line_pairs, and the parts where
-- the pairs are not yet taken out. Parameters: folder.
with

lines as (

    select
        file_key,
        source_row,
        amount

    from order_lines_of($folder)

)

select
    line_pairs.older_key::varchar as older_key,
    line_pairs.newer_key::varchar as newer_key,
    count(*)::bigint as count_lines,
    sum(lines.amount)::double as amount,
    min(line_pairs.older_row)::bigint as first_row

from line_pairs

left join lines
    on line_pairs.older_key = lines.file_key
    and line_pairs.older_row = lines.source_row

group by line_pairs.older_key, line_pairs.newer_key

order by older_key, newer_key
