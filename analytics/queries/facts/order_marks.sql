-- One row: whether any line was undone by its own state, and how many currencies the lines name.
-- Reads two narrow columns, so that plain files are spared the joins of facts/order_lines.sql.
-- Parameters: folder.
select
    coalesce(bool_or(is_void), false)::boolean as has_void,
    count(distinct currency)::bigint as count_currencies

from order_lines_of($folder)
