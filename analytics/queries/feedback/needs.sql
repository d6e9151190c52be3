-- One row per answer of a respondent to a need with an importance or a satisfaction, as marked; of
-- whoever answered again the last comes last. Reads sheet_needs.
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

order by respondent, need, asked_on nulls first, source_file, source_row
