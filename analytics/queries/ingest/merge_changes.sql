-- One row per older line and the newer one that corrects it, largest change of money first, at
-- most `most`.
-- Reads line_pairs, older_residue, newer_residue. Parameters: most.
select
    older.order_id::varchar as order_id,
    newer.item::varchar as item,
    older.ordered_at::varchar as ordered_before,
    newer.ordered_at::varchar as ordered_after,
    older.amount::double as amount_before,
    newer.amount::double as amount_after,
    older.quantity::integer as quantity_before,
    newer.quantity::integer as quantity_after,
    older.status::varchar as status_before,
    newer.status::varchar as status_after,
    (
        older.amount is distinct from newer.amount or older.quantity is distinct from newer.quantity
    )::boolean as has_other_money

from line_pairs

inner join older_residue as older
    on line_pairs.older_key = older.file_key
    and line_pairs.older_row = older.source_row

inner join newer_residue as newer
    on line_pairs.newer_key = newer.file_key
    and line_pairs.newer_row = newer.source_row

order by
    has_other_money desc,
    abs(coalesce(newer.amount, 0) - coalesce(older.amount, 0)) desc,
    older.ordered_at,
    older.order_id,
    newer.item,
    line_pairs.newer_key,
    line_pairs.newer_row

limit $most
