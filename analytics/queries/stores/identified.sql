-- One row: orders with money left in offline places of the period and channels asked for, and how
-- many of them name a customer.
-- Reads orders_by_month, channels. Parameters: start, end, channels.
select
    coalesce(sum(orders_by_month.count_purchases), 0)::bigint as count_orders,
    coalesce(
        sum(orders_by_month.count_purchases - orders_by_month.count_guest_purchases), 0
    )::bigint as count_identified

from orders_by_month

inner join channels
    on orders_by_month.channel_key = channels.channel_key

where
    channels.mode = 'offline'
    and
    -- include shared/channel_in_scope with row = orders_by_month
    and
    -- include shared/month_in_scope with row = orders_by_month
