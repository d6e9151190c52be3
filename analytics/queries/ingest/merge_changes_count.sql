-- One row: how many older lines newer ones correct, and how many of them in money or quantity.
-- Reads line_pairs, older_residue, newer_residue.
select
    count(*)::bigint as count_changed,
    (count(*) filter (
        where
            older.amount is distinct from newer.amount
            or older.quantity is distinct from newer.quantity
    ))::bigint as count_other_money

from line_pairs

inner join older_residue as older
    on line_pairs.older_key = older.file_key
    and line_pairs.older_row = older.source_row

inner join newer_residue as newer
    on line_pairs.newer_key = newer.file_key
    and line_pairs.newer_row = newer.source_row
