-- One row per respondent and need with an importance or a satisfaction, 0-10: the last answer of
-- each. Reads sheet_needs.
select
    respondent::varchar as respondent,
    customer_id::varchar as customer_id,
    segment::varchar as segment,
    need::varchar as need,
    importance::double as importance,
    satisfaction::double as satisfaction,
    asked_on::date as asked_on

from sheet_needs

where need is not null and coalesce(importance, satisfaction) is not null

qualify
    row_number() over (
        partition by respondent, need
        order by asked_on desc nulls last, source_file desc, source_row desc
    ) = 1

order by respondent, need
