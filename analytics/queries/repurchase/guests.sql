-- One row per group: purchases, and those without a customer. Groups other than by channel or its
-- map cannot be told for guests and come as one row.
-- Reads orders_by_month. Parameters: by, start, end, channels.
with

grouped as (

    select
        case $by
            when 'channel' then channels.channel
            when 'domain' then channels.domain
            when 'mode' then channels.mode
            when 'social_model' then channels.social_model
            else 'all'
        end as group_name,
        orders_by_month.count_purchases,
        orders_by_month.count_guest_purchases

    from orders_by_month

    inner join channels
        on orders_by_month.channel_key = channels.channel_key

    where
        ($channels::varchar[] is null or list_contains($channels, channels.channel))
        and (
            -- include shared/month_in_scope with row = orders_by_month
        )

)

select
    group_name::varchar as "group",
    sum(count_purchases)::bigint as count_purchases,
    sum(count_guest_purchases)::bigint as count_guest_purchases

from grouped

group by group_name

order by "group"
