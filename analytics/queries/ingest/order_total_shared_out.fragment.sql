-- The rows of `staged` as they stand, money of {column} that stands on every line of its order
-- shared out over these lines by their money, to the cent.
with

numbered as (

    select
        *,
        row_number() over () as place,
        id(order_id) as number,
        abs(as_money({column}, coalesce($number_manners['{column}'], ''))) as charged,
        coalesce(as_money(quantity, coalesce($number_manners['quantity'], '')), 1) as pieces,
        as_money(amount, coalesce($number_manners['amount'], '')) as own_money,
        as_money(unit_price, coalesce($number_manners['unit_price'], '')) as price

    from staged

),

weighed as (

    select
        *,
        case
            when
                number is not null
                and pieces > 0
                and coalesce(own_money, price * pieces) > 0
                and spelled($spellings, 'entry_kind', entry_kind)
                    is distinct from 'refund'
                then coalesce(own_money, price * pieces)
        end::decimal(18, 4) as weight

    from numbered

),

running_weights as (

    select
        *,
        sum(weight) over (partition by number order by place)::double as weight_until,
        sum(weight) over (partition by number)::double as weight_of_order,
        count(weight) over (partition by number) > 1
        and min(coalesce(charged, 0)) filter (where weight is not null) over (partition by number)
            = max(coalesce(charged, 0)) filter (where weight is not null) over (partition by number)
            as is_whole

    from weighed

)

select
    * exclude (
        place, number, charged, pieces, own_money, price, weight, weight_until, weight_of_order,
        is_whole
    ) replace (
        -- A cell that names plain money is read as such in columns of cents and of thousands too.
        case
            when is_whole and weight is not null and charged > 0
                then (
                    round(charged * weight_until / weight_of_order, 2)
                    - round(charged * (weight_until - weight) / weight_of_order, 2)
                )::decimal(18, 2)::varchar || '元'
            else {column}
        end as {column}
    )

from running_weights

order by place
