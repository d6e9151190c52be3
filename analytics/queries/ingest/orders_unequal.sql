-- One row per order whose lines do not come to what the file says was paid for them, by the place
-- of its first line. Reads the Parquet part and order_reductions. Parameters: path.
select
    min(coalesce(lines.source_row, lines.file_row_number + lines.first_row))::bigint as row,
    (
        reductions.order_id
        || ': ' || any_value(reductions.net - reductions.reduction)::decimal(18, 2)
        || ' ≠ ' || any_value(reductions.paid)::decimal(18, 2)
    )::varchar as value

from read_parquet($path, file_row_number = true) as lines

inner join order_reductions as reductions
    on lines.order_id = reductions.order_id

where reductions.is_unequal

group by reductions.order_id

order by row
