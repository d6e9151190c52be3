-- View `staged` with what a column of discounts takes off as money of the line, or of the whole
-- order. Also the table staged_with_discounts it reads. `meaning` is that of share_off, or line,
-- piece or order for money; `unit` is how much money the header counts in.
-- Parameters: number_manners, name, meaning, none, unit.
create or replace temp table staged_with_discounts as
with

numbered as (

    select
        staged.*,
        row_number() over () as place,
        columns($name)::varchar as cell_text,
        as_money(unit_price, coalesce($number_manners['unit_price'], '')) as price,
        coalesce(as_money(quantity, coalesce($number_manners['quantity'], '')), 1) as pieces

    from staged

),

reductions as (

    select
        *,
        share_off(cell_text, $meaning, $none::varchar[]) as share,
        abs(as_money(cell_text, split_part(coalesce($number_manners['unit_price'], ''), '*', 1)))
        * $unit * case when $meaning = 'piece' then abs(pieces) else 1 end as money

    from numbered

)

select
    * exclude (place, cell_text, price, pieces, share, money) replace (
        -- A cell that names plain money is read as such in columns of cents and of thousands too.
        case
            when $meaning in ('line', 'piece') then money::decimal(18, 2)::varchar || '元'
            when $meaning <> 'order'
                then (abs(price * pieces) * share)::decimal(18, 2)::varchar || '元'
        end as line_discount,
        case when $meaning = 'order' then money::decimal(18, 2)::varchar || '元' end
            as order_discount,
        case when $meaning not in ('line', 'piece', 'order') then share::decimal(9, 6)::varchar end
            as discount_rate
    )

from reductions

order by place;

create or replace temp view staged as

select * from staged_with_discounts;
