-- One row per record of one part that may be a total, in file order: by its word (`is_by_word`), or
-- since it has money and names no order, no customer and no goods. `cells` are those of the former.
-- Parameters: path, total_line, has_nameless.
select
    coalesce(source_row, file_row_number + first_row)::bigint as row,
    amount::double as amount,
    json_extract_string(raw, '$.amount')::varchar as written,
    (flaws & $total_line <> 0)::boolean as is_by_word,
    quantity::double as quantity,
    json_extract_string(raw, '$.quantity')::varchar as written_quantity,
    case when flaws & $total_line <> 0 then raw end::varchar as cells

from read_parquet($path, file_row_number = true)

where
    flaws & $total_line <> 0
    or (
        $has_nameless
        and flaws = 0
        and order_id is null
        and customer_id is null
        and product is null
        and sku is null
        and amount is not null
    )

order by row
