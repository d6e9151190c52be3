-- One row per record of one part of orders, in file order, as it was; a line that settles a bill
-- keeps its flaw `bit` only where its order holds no other line. Reads the Parquet part.
-- Parameters: part, bit, fatal.
with

lines as (

    select
        *,
        coalesce(order_id, file_row_number::varchar) as order_key

    from read_parquet($part, file_row_number = true)

),

orders as (

    select order_key

    from lines

    where flaws & $fatal = 0

    group by order_key

    having
        bool_or(flaws & $bit <> 0)
        and not bool_and(flaws & $bit <> 0)

)

select
    lines.* exclude (file_row_number, order_key)
    replace (
        case
            when orders.order_key is not null and lines.flaws & $bit <> 0
                then lines.flaws - $bit
            else lines.flaws
        end::integer as flaws
    )

from lines

left join orders
    on lines.order_key = orders.order_key

order by lines.file_row_number
