-- View `order_lines`: one row per kept order line up to the as-of day, with the money and goods
-- that may be added up. Also the tables it rests on.
-- Parameters: folder, as_of (null = the last day in the data).
set variable lines_folder = $folder;
set variable lines_as_of = $as_of;

-- currencies: one row per currency that lines name, place 1 the commonest. Money in any other is
-- left out, since adding it up would need a rate nobody gave.
create or replace table currencies as
select
    currency,
    count(*)::bigint as count_lines,
    row_number() over (order by count(*) desc, currency)::integer as place

from order_lines_of(getvariable('lines_folder'))

where currency is not null

group by currency;

-- undone_lines: one row per line that the state of its own order has undone already. An order's
-- state may stand on its first line only: lines without one follow it. A refund line of an order
-- whose state has taken the same goods back would take them back twice; it still counts where it
-- speaks of a line that stands, or, naming no goods, could be paid from the lines that do.
create or replace table undone_lines as
with

lines_of_voided as (

    select
        order_key,
        file_key,
        source_row,
        coalesce(sku, product) as item,
        status,
        is_void,
        amount,
        quantity

    from order_lines_of(getvariable('lines_folder'))

    where
        order_id is not null
        and order_key in (
            select order_key
            from order_lines_of(getvariable('lines_folder'))
            where is_void and order_id is not null
        )

),

standing as (

    select
        order_key,
        item,
        coalesce(amount, quantity) as worth

    from lines_of_voided

    where not is_void and status is not null and coalesce(amount, quantity) > 0

),

standing_sums as (

    select
        order_key,
        sum(worth) as worth

    from standing

    group by order_key

)

select
    lines.file_key,
    lines.source_row

from lines_of_voided as lines

left join standing_sums
    on lines.order_key = standing_sums.order_key

where
    not lines.is_void
    and case
        when coalesce(lines.amount, lines.quantity) >= 0 then lines.status is null
        when standing_sums.order_key is null then true
        when lines.item is null then -coalesce(lines.amount, lines.quantity) > standing_sums.worth
        else not exists (
            select 1
            from standing
            where standing.order_key = lines.order_key and standing.item = lines.item
        )
    end;

create or replace temp view order_lines as
with

weighed as (

    select
        lines.*,
        undone_lines.source_row is not null as is_undone,
        -- A bare sign is no other currency than the one it stands for.
        coalesce(lines.currency <> main.currency, false)
        and not coalesce(
            (least(lines.currency, main.currency), greatest(lines.currency, main.currency)) in (
                ('CNY', '¥'), ('JPY', '¥'), ('$', 'USD'), ('$', 'HKD'), ('$', 'TWD'), ('$', 'SGD')
            ),
            false
        ) as is_foreign

    from order_lines_of(getvariable('lines_folder')) as lines

    left join currencies as main
        on main.place = 1

    left join undone_lines
        on lines.file_key = undone_lines.file_key
        and lines.source_row = undone_lines.source_row

)

select * exclude (is_undone, is_foreign) replace (
    (
        case when is_foreign then null when is_undone and amount is not null then 0 else amount end
    )::decimal(12, 2)
        as amount,
    case when is_undone then 0 else quantity end as quantity,
    case when not is_foreign then unit_price end as unit_price,
    case when not is_foreign then list_price end as list_price,
    case when not is_foreign then unit_cost end as unit_cost,
    case when not (is_foreign or is_undone) then commission end as commission,
    case when not (is_foreign or is_undone) then refunded end as refunded
)

from weighed

where
    getvariable('lines_as_of') is null
    or ordered_at < getvariable('lines_as_of')::date + interval 1 day;
