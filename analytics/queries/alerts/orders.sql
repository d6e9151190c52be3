-- One row per whole week (its Monday) with an order: purchases, those of guests, those in a place
-- whose domain is known and the private ones of them, and orders that came to nothing.
-- Reads order_weeks, channels, products, about. Parameters: channels, products.
select
    order_weeks.week_on::date as week_on,
    sum(order_weeks.count_purchases)::bigint as count_purchases,
    sum(order_weeks.count_guests)::bigint as count_guests,
    coalesce(
        sum(order_weeks.count_purchases) filter (where channels.domain is not null), 0
    )::bigint as count_placed,
    coalesce(
        sum(order_weeks.count_purchases) filter (where channels.domain = 'private'), 0
    )::bigint as count_private,
    sum(order_weeks.count_undone)::bigint as count_undone

from order_weeks

inner join channels
    on order_weeks.channel_key = channels.channel_key

cross join about

where
    order_weeks.week_on >= about.first_on
    and order_weeks.week_on + 6 <= about.as_of
    and (
        -- include shared/channel_in_scope with row = order_weeks
    )
    and (
        -- include shared/product_in_scope with row = order_weeks
    )

group by order_weeks.week_on

order by week_on
