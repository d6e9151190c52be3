-- One row: how many rows of one file are refunds by the kind of their entry alone, their money
-- written without a minus; the first word for it and the row it stands in. Reads the macro
-- parse_orders. Parameters: first_row, date_order, date_header, spellings, number_manners, bits,
-- plausible_from, plausible_until, links, summed_orders, fatal.
with

entries as (

    select
        entry_kind,
        coalesce(is_refund_by_kind, false) and flaws & $fatal = 0 as is_refund,
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row

    from parse_orders(
        $date_order, $date_header, $spellings, $number_manners, $bits,
        $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
    )

)

select
    count(*)::bigint as count_rows,
    min_by(trim(entry_kind), row)::varchar as word,
    min(row)::bigint as row

from entries

where is_refund
