-- One row: what the cells beside numbers say about the sign before decimals: whether the first
-- dates are written with points, as in 05.01.2024, and whether the first amounts are in a currency
-- of a thousand parts. Reads the view staged.
with

first_cells as (

    select
        ordered_at,
        currency

    from staged

    limit 1000

)

select
    coalesce(bool_or(regexp_matches(ordered_at, '^\s*\d{1,2}\.\d{1,2}\.\d{2,4}\b')), false)::boolean
        as has_dotted_dates,
    coalesce(
        bool_or(upper(trim(currency)) in ('KWD', 'BHD', 'OMR', 'TND', 'JOD', 'IQD', 'LYD')), false
    )::boolean as has_thousandths

from first_cells
