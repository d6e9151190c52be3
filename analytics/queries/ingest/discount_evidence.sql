-- One row: what the cells of a column of discounts look like, on the lines sold of one file:
-- `count_cells` with anything in them, as tenths (9折), in percent, as numbers, as words; how many
-- take nothing off in either sense (0 or blank; 1, 100%, 10), the range of what else they say, how
-- many numbers are more than their line or no round ones; of lines with a list price, how often the
-- price is below it. Of orders of several lines with a discount, how many have the same on each,
-- though their lines differ. The first cell that is not nothing, its row, and the first in words.
-- Reads the view staged. Parameters: first_row, number_manners, name, none.
with

cells as (

    select
        coalesce(try_cast(source_row as bigint), row_number() over () - 1 + $first_row) as row,
        id(order_id) as order_id,
        columns($name)::varchar as cell_text,
        as_money(unit_price, coalesce($number_manners['unit_price'], '')) as price,
        as_money(list_price, coalesce($number_manners['list_price'], '')) as full_price,
        coalesce(as_money(quantity, coalesce($number_manners['quantity'], '')), 1) as pieces,
        as_money(amount, coalesce($number_manners['amount'], '')) as paid

    from staged

),

readings as (

    select
        *,
        price * pieces as money,
        said(cell_text) as written,
        trim(lower(narrow(cell_text))) as even_text,
        abs(as_money(cell_text, split_part(coalesce($number_manners['unit_price'], ''), '*', 1)))
            as number,
        try_cast(regexp_extract(even_text, '^-?(\d+(?:\.\d+)?)\s*%(?:\s*off)?$', 1) as double)
            as hundredths,
        regexp_full_match(even_text, '[\d.一二三四五六七八九]+\s*折') as is_tenths

    from cells

    where price > 0 and pieces > 0

),

valued as (

    select
        *,
        coalesce(hundredths / 100, number) as worth,
        written is null
        or coalesce(number, hundredths, 1) = 0
        or list_contains($none::varchar[], even_text) as is_nothing

    from readings

),

orders as (

    select
        order_id,
        count(*) as count_lines,
        min(coalesce(number, 0)) = max(coalesce(number, 0)) as is_same,
        max(money) - min(money) > 0.005 as is_unlike

    from valued

    where order_id is not null

    group by order_id

    having count(*) > 1 and max(number) > 0

)

select
    count(*) filter (where written is not null)::bigint as count_cells,
    count(*) filter (where is_tenths)::bigint as count_tenths,
    count(*) filter (where hundredths is not null)::bigint as count_percents,
    count(*) filter (
        where not is_nothing and number is not null and hundredths is null
    )::bigint as count_numbers,
    count(*) filter (
        where not is_nothing and number is null and hundredths is null and not is_tenths
    )::bigint as count_words,
    count(*) filter (where is_nothing)::bigint as count_nothing,
    count(*) filter (where worth = 1)::bigint as count_ones,
    count(*) filter (where number = 10)::bigint as count_tens,
    count(*) filter (where number = 100)::bigint as count_hundreds,
    min(worth) filter (where not is_nothing)::double as least,
    max(worth) filter (where not is_nothing)::double as most,
    count(*) filter (where number > money + 0.005)::bigint as count_over,
    count(*) filter (where number * 2 <> round(number * 2))::bigint as count_odd,
    count(*) filter (where not is_nothing)::bigint as count_discounts,
    count(*) filter (where not is_nothing and price < full_price - 0.005)::bigint as count_below,
    count(*) filter (where not is_nothing and abs(paid - money) < 0.015)::bigint as count_gross,
    count(*) filter (where not is_nothing and paid is not null)::bigint as count_paid,
    (select count(*) from orders)::bigint as count_orders,
    (select count(*) from orders where is_same and is_unlike)::bigint as count_same,
    min_by(written, row) filter (where not is_nothing)::varchar as value,
    min(row) filter (where not is_nothing)::bigint as row,
    min_by(written, row) filter (
        where not is_nothing and number is null and hundredths is null and not is_tenths
    )::varchar as words_value,
    min(row) filter (
        where not is_nothing and number is null and hundredths is null and not is_tenths
    )::bigint as words_row

from valued
