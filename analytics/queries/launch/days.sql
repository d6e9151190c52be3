-- One row per product and day on which it was paid for, of the products named: units, orders, and
-- identified customers who paid for it for the first time, looked at from its first line on.
-- Pre-orders and gifts without money are no units; goods sent back stay in, for when they come back
-- is no matter of the launch.
-- Reads about and the lines themselves. Parameters: folder, items, first_on, channels.
with

paid_lines as (

    select
        coalesce(lines.sku, lines.product) as item,
        lines.ordered_at::date as day_on,
        lines.order_key,
        lines.customer_id,
        lines.quantity

    from order_lines_of($folder) as lines

    cross join about

    where
        list_contains($items::varchar[], coalesce(lines.sku, lines.product))
        and lines.amount > 0
        and lines.quantity > 0
        and lines.ordered_at < about.as_of + 1
        and ($channels::varchar[] is null or list_contains($channels::varchar[], lines.channel))

),

first_days as (

    select
        item,
        customer_id,
        min(day_on) as day_on

    from paid_lines

    where customer_id is not null

    group by item, customer_id

),

new_buyers as (

    select
        item,
        day_on,
        count(*) as count_buyers

    from first_days

    where day_on >= $first_on::date

    group by item, day_on

),

day_sums as (

    select
        item,
        day_on,
        sum(quantity) as units,
        count(distinct order_key) as count_orders

    from paid_lines

    where day_on >= $first_on::date

    group by item, day_on

)

select
    day_sums.item::varchar as item,
    day_sums.day_on::date as day_on,
    day_sums.units::double as units,
    day_sums.count_orders::integer as count_orders,
    coalesce(new_buyers.count_buyers, 0)::integer as count_buyers

from day_sums

left join new_buyers
    on day_sums.item = new_buyers.item and day_sums.day_on = new_buyers.day_on

order by item, day_on
