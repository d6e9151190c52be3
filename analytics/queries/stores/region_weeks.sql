-- One row per region and week (its Monday) with an order placed online: orders that brought money,
-- by the region their goods went to. The week in which the data end is left out.
-- Reads about, channels and the lines themselves. Parameters: folder.
with

online_orders as (

    select
        lines.region,
        date_trunc('week', min(lines.ordered_at))::date as week_on

    from order_lines_of($folder) as lines

    left join channels
        on lines.channel = channels.channel

    where
        lines.region is not null
        and lines.amount > 0
        and lines.store_id is null
        and coalesce(channels.mode, 'online') = 'online'

    group by lines.region, lines.order_key

)

select
    online_orders.region::varchar as region,
    online_orders.week_on::date as week_on,
    count(*)::integer as count_orders

from online_orders

cross join about

where online_orders.week_on + 7 <= about.as_of + 1

group by online_orders.region, online_orders.week_on

order by region, week_on
