-- One row per 0-10 question with numbers outside its scale: how many, and the greatest of them.
-- Cells as written, of rows that were kept; what else could not be read is no number.
-- Parameters: folder, outside_bits (of parse issues: a question outside its scale), fatal_bits.
with

written_numbers as (

    select
        unnest([
            'nps',
            -- include feedback/super_questions
        ]) as question,
        try_cast(
            unnest(json_extract_string(raw, [
                'nps',
                -- include feedback/super_questions
            ]))
            as double
        ) as number

    from read_parquet($folder || '/feedback-*.parquet', union_by_name = true)

    where flaws & $outside_bits <> 0 and flaws & $fatal_bits = 0

)

select
    question::varchar as question,
    count(*)::bigint as count_outside,
    max(number)::double as most

from written_numbers

where number not between 0 and 10

group by question

order by question
