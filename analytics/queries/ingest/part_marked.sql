-- One row per record of one part, in file order, as it was; those in the ranges of rows get the
-- flaw `bit` for any other and keep what was read of them as `raw`. Blank ones stay blank.
-- Parameters: part, from_rows, to_rows (behind the last), bit, blank.
with

numbered as (

    select *

    from read_parquet($part, file_row_number = true)

),

ranges as (

    select
        unnest($from_rows::bigint[]) as from_row,
        unnest($to_rows::bigint[]) as to_row

)

select
    numbered.* exclude (file_row_number)
    replace (
        case
            when ranges.from_row is null or numbered.flaws = $blank then numbered.flaws
            else $bit
        end::integer as flaws,
        case
            when ranges.from_row is null then numbered.raw
            else coalesce(numbered.raw, to_json(numbered)::varchar)
        end as raw
    )

from numbered

left join ranges
    on coalesce(numbered.source_row, numbered.file_row_number + numbered.first_row)
        >= ranges.from_row
    and coalesce(numbered.source_row, numbered.file_row_number + numbered.first_row)
        < ranges.to_row

order by numbered.file_row_number
