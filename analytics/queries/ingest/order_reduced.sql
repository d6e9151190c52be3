-- One row per record of one part of orders, in file order, with what was taken off a whole order
-- shared out over its lines by their price, to the cent. Reads the Parquet part and
-- order_reductions. Parameters: part, fatal.
with

lines as (

    select
        *,
        file_row_number as place,
        case
            when flaws & $fatal = 0 and quantity > 0 and amount is not null
                then greatest(unit_price * quantity, 0)::decimal(18, 4)
            else 0
        end as weight

    from read_parquet($part, file_row_number = true)

),

running_weights as (

    select
        lines.*,
        reductions.reduction,
        sum(weight) over (partition by lines.order_id order by place) as weight_until,
        sum(weight) over (partition by lines.order_id) as weight_of_order

    from lines

    left join order_reductions as reductions
        on lines.order_id = reductions.order_id

),

shares as (

    select
        *,
        case
            when reduction is null or weight = 0 then 0
            else
                round(reduction * weight_until::double / weight_of_order::double, 2)
                - round(reduction * (weight_until - weight)::double / weight_of_order::double, 2)
        end as share

    from running_weights

)

select
    * exclude (
        place, weight, reduction, weight_until, weight_of_order, share, file_row_number
    ) replace (
        case
            when share = 0 then unit_price
            else try_cast(unit_price - share / quantity as decimal(12, 4))
        end as unit_price,
        try_cast(amount - share as decimal(12, 2)) as amount
    )

from shares

order by place
