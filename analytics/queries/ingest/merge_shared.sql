-- One row: how many lines of the last comparison have their order in several files and no
-- counterpart there. Reads merge_contents and line_pairs.
select count(*)::bigint as count_lines

from merge_contents

anti join line_pairs as gone
    on merge_contents.file_key = gone.older_key
    and merge_contents.source_row = gone.older_row

anti join line_pairs as arrived
    on merge_contents.file_key = arrived.newer_key
    and merge_contents.source_row = arrived.newer_row
