-- One row per row of one file that names another order than its own number, in file order: the two
-- numbers, whether the row gives money or goods back, and its row in the file.
-- Reads the view staged.
-- Parameters: first_row, spellings, number_manners, return_words (a pattern).
with

rows_of_originals as (

    select
        id(order_id) as order_id,
        id(original_order_id) as original_id,
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row,
        gives_back(
            $spellings, $number_manners, $return_words,
            entry_kind, status, amount, unit_price, quantity, refund_amount
        ) as is_refund

    from staged

)

select
    order_id::varchar as order_id,
    original_id::varchar as original_id,
    coalesce(is_refund, false)::boolean as is_refund,
    row::bigint as row

from rows_of_originals

where original_id is not null and order_id is distinct from original_id

order by row
