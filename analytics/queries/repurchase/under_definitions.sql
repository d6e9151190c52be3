-- One row per group and month of the first purchase: how many customers came back within a window
-- under each way to define it. `eligible` were watched for the whole window; a hit is a customer.
-- Reads purchases. Parameters: window_days, by, start, end, channels, products (of the first
-- purchase).
with

in_scope_purchases as (

    select *

    from purchases

    where
        -- include shared/first_purchase_in_scope with row = purchases

),

-- Purchases with a return by the customer in the 30 days before them.
after_return as (

    select distinct
        bought.customer_key,
        bought.place

    from in_scope_purchases as bought

    inner join in_scope_purchases as returned
        on bought.customer_key = returned.customer_key

    where
        bought.place > 1
        and not returned.is_purchase
        and bought.ordered_on - returned.ordered_on between 0 and 30

),

customer_outcomes as (

    select
        days.customer_key,
        min(days.first_on) as first_on,
        min(days.acq_channel_key) as acq_channel_key,
        min(days.acq_product_key) as acq_product_key,
        min(about.as_of) - min(days.first_on) >= $window_days as is_eligible,
        min(days.ordered_on) filter (where days.place = 2) - min(days.first_on) as again_after,
        coalesce(max(days.count_orders) filter (where days.place = 1), 0) > 1 as is_same_day,
        min(days.ordered_on) filter (
            where days.place > 1 and after_return.place is null
        ) - min(days.first_on) as not_exchanged_after,
        min(days.ordered_on) filter (
            where days.place > 1 and days.channel_key = days.acq_channel_key
        ) - min(days.first_on) as same_channel_after,
        min(days.ordered_on) filter (
            where days.place > 1 and days.product_key = days.acq_product_key
        ) - min(days.first_on) as same_product_after,
        min(days.ordered_on) filter (where days.place > 1 and days.is_full_price)
        - min(days.first_on) as full_price_after,
        coalesce(
            bool_or(
                days.place > 1
                and days.ordered_on - days.first_on between $window_days - 29 and $window_days
            ),
            false
        ) as is_in_last_month,
        count(*) filter (where days.is_purchase and about.as_of - days.ordered_on >= $window_days)
            as count_purchases,
        count(*) filter (
            where
                days.place > 1
                and about.as_of - days.previous_on >= $window_days
                and days.ordered_on - days.previous_on <= $window_days
        ) as count_followed

    from in_scope_purchases as days

    cross join about

    left join after_return
        on days.customer_key = after_return.customer_key
        and days.place = after_return.place

    group by days.customer_key

),

group_counts as (

    select
        case
            when $by in ('channel', 'domain', 'mode', 'social_model') then acq_channel_key
            when $by in ('product', 'sku', 'category') then acq_product_key
            else 0
        end as group_key,
        date_trunc('month', first_on)::date as month_on,
        count(*) as customers,
        count(*) filter (where is_eligible) as eligible,
        count(*) filter (where is_eligible and again_after <= $window_days) as came_back,
        count(*) filter (where again_after <= $window_days) as came_back_so_far,
        count(*) filter (where is_eligible and again_after is not null) as ever,
        count(*) filter (where is_eligible and is_in_last_month) as in_last_month,
        count(*) filter (where is_eligible and (is_same_day or again_after <= $window_days))
            as same_day,
        count(*) filter (where is_eligible and not_exchanged_after <= $window_days)
            as not_exchanged,
        count(*) filter (where is_eligible and same_channel_after <= $window_days) as same_channel,
        count(*) filter (where is_eligible and same_product_after <= $window_days) as same_product,
        count(*) filter (where is_eligible and full_price_after <= $window_days) as full_price,
        sum(count_purchases) as purchases,
        sum(count_followed) as followed

    from customer_outcomes

    group by all

),

named_group_counts as (

    select
        case $by
            when 'channel' then channels.channel
            when 'domain' then channels.domain
            when 'mode' then channels.mode
            when 'social_model' then channels.social_model
            when 'product' then products.product
            when 'sku' then products.sku
            when 'category' then products.category
            else 'all'
        end as group_name,
        group_counts.*

    from group_counts

    left join channels
        on group_counts.group_key = channels.channel_key

    left join products
        on group_counts.group_key = products.product_key

)

select
    group_name::varchar as "group",
    month_on::date as month_on,
    sum(customers)::bigint as customers,
    sum(eligible)::bigint as eligible,
    sum(came_back)::bigint as came_back,
    sum(came_back_so_far)::bigint as came_back_so_far,
    sum(ever)::bigint as ever,
    sum(in_last_month)::bigint as in_last_month,
    sum(same_day)::bigint as same_day,
    sum(not_exchanged)::bigint as not_exchanged,
    sum(same_channel)::bigint as same_channel,
    sum(same_product)::bigint as same_product,
    sum(full_price)::bigint as full_price,
    sum(purchases)::bigint as purchases,
    sum(followed)::bigint as followed

from named_group_counts

group by group_name, month_on

order by "group", month_on
