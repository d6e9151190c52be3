-- One row per stretch of kept lines of one part between rows that may be totals, in file order:
-- `place` is how many of `rows` stand above, then the lines, their money, what was paid before
-- refunds, their pieces, and those before refunds. Parameters: path, rows (in order), fatal.
select
    len(list_filter($rows::bigint[], lambda r: r < lines.row))::integer as place,
    count(*)::bigint as count_lines,
    coalesce(sum(lines.amount), 0)::double as amount,
    coalesce(sum(lines.amount) filter (where lines.amount > 0), 0)::double as amount_before_refunds,
    coalesce(sum(lines.quantity), 0)::double as quantity,
    coalesce(sum(lines.quantity) filter (where lines.quantity > 0), 0)::double
        as quantity_before_refunds

from (
    select
        coalesce(source_row, file_row_number + first_row) as row,
        amount,
        quantity,
        flaws

    from read_parquet($path, file_row_number = true)
) as lines

where
    lines.flaws & $fatal = 0
    and not list_contains($rows::bigint[], lines.row)

group by place

order by place
