-- One row per staged column of numbers: what its cells say about the sign before decimals.
-- `count_thousands_comma` counts cells such as 1,234, which are whole unless the column writes 1,5;
-- `count_thousands_point` cells such as 1.234, which either is possible of, `count_round` those of
-- them that end in a zero, `count_short` and `count_long` whole numbers below and from a thousand.
-- Reads the view staged. Parameters: pattern (of the columns' names).
with

cells as (

    unpivot (select columns($pattern) from staged)
    on columns(*)
    into name name value written

),

digits as (

    select
        name,
        written,
        trim(regexp_replace(bare_number(written), '[^\d., '']', '', 'g')) as digits

    from cells

)

select
    name::varchar as name,
    (count(*) filter (
        where regexp_full_match(digits, '\d+,\d{1,2}|\d{1,3}([. '']\d{3})+,\d*|0,\d+|\d{4,},\d+|\d{1,3}(\.\d{3}){2,}')
    ))::bigint as count_comma,
    (count(*) filter (
        where regexp_full_match(digits, '\d*\.\d{1,2}|0?\.\d+|\d{4,}\.\d+|\d+\.\d{4,}|\d{1,3}([, '']\d{3})+\.\d*|\d{1,3}(,\d{3}){2,}')
    ))::bigint as count_point,
    (count(*) filter (where regexp_full_match(digits, '[1-9]\d{0,2},\d{3}')))::bigint as count_thousands_comma,
    (count(*) filter (where regexp_full_match(digits, '[1-9]\d{0,2}\.\d{3}')))::bigint as count_thousands_point,
    (count(*) filter (where regexp_full_match(digits, '[1-9]\d{0,2}\.\d{2}0')))::bigint as count_round,
    (count(*) filter (where regexp_full_match(digits, '[1-9]\d{0,2}')))::bigint as count_short,
    (count(*) filter (where regexp_full_match(digits, '[1-9]\d{3,}')))::bigint as count_long,
    (first(trim(written)) filter (where regexp_full_match(digits, '[1-9]\d{0,2}\.\d{3}')))::varchar as example

from digits

group by name

order by name
