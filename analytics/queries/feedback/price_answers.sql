-- One row per answer of the price sheet, in its order; rows that say the same again stand once.
-- Reads sheet_price_answers.
select
    respondent::varchar as respondent,
    sku::varchar as sku,
    price::double as price,
    answer::varchar as answer,
    position::bigint as position,
    asked_on::date as asked_on

from sheet_price_answers

qualify
    row_number() over (
        partition by respondent, sku, price, answer, position, asked_on
        order by source_file desc, source_row desc
    ) = 1

order by source_file, source_row, position, answer, price
