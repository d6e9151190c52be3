-- One row per respondent and answer of the price sheet: the last of each to a question, or at a
-- price. Reads sheet_price_answers.
select
    respondent::varchar as respondent,
    sku::varchar as sku,
    price::double as price,
    answer::varchar as answer,
    position::integer as position,
    asked_on::date as asked_on

from sheet_price_answers

where price > 0 and answer is not null

qualify
    row_number() over (
        partition by
            respondent,
            sku,
            case
                when answer in ('too_cheap', 'cheap', 'expensive', 'too_expensive') then answer
                else price::varchar
            end
        order by asked_on desc nulls last, source_file desc, source_row desc
    ) = 1

order by respondent, sku, position, answer, price
