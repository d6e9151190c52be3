-- One row per group and month of the first purchase: how many customers came back within a window
-- under each way to define it. `eligible` were watched for the whole window; a hit is a customer.
-- Reads purchases, customers. Parameters: window_days, by, start, end, channels, products (of the
-- first purchase).
with

marked as (

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

    from marked as bought

    inner join marked as returned
        on bought.customer_key = returned.customer_key

    where
        bought.place > 1
        and not returned.is_purchase
        and bought.ordered_on - returned.ordered_on between 0 and 30

),

customer_outcomes as (

    select
        marked.customer_key,
        min(marked.first_on) as first_on,
        min(marked.acq_channel_key) as acq_channel_key,
        min(marked.acq_product_key) as acq_product_key,
        min(about.as_of) - min(marked.first_on) >= $window_days as is_eligible,
        min(marked.ordered_on) filter (where marked.place = 2)
        - min(marked.first_on) as again_after,
        coalesce(max(marked.count_orders) filter (where marked.place = 1), 0) > 1 as is_same_day,
        min(marked.ordered_on) filter (
            where marked.place > 1 and after_return.place is null
        ) - min(marked.first_on) as not_exchanged_after,
        min(customers.same_channel_again_on - customers.first_on) as same_channel_after,
        min(customers.same_product_again_on - customers.first_on) as same_product_after,
        min(marked.ordered_on) filter (where marked.place > 1 and marked.is_full_price)
        - min(marked.first_on) as full_price_after,
        coalesce(
            bool_or(
                marked.place > 1
                and marked.ordered_on - marked.first_on between $window_days - 29 and $window_days
            ),
            false
        ) as is_in_last_month,
        count(*) filter (
            where marked.is_purchase and about.as_of - marked.ordered_on >= $window_days
        ) as count_purchases,
        count(*) filter (
            where
                marked.place > 1
                and about.as_of - marked.previous_on >= $window_days
                and marked.ordered_on - marked.previous_on <= $window_days
        ) as count_followed

    from marked

    cross join about

    inner join customers
        on marked.customer_key = customers.customer_key

    left join after_return
        on marked.customer_key = after_return.customer_key
        and marked.place = after_return.place

    group by marked.customer_key

),

counted as (

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
        count(*) filter (
            where is_eligible and (is_same_day or again_after <= $window_days)
        ) as same_day,
        count(*) filter (
            where is_eligible and not_exchanged_after <= $window_days
        ) as not_exchanged,
        count(*) filter (where is_eligible and same_channel_after <= $window_days) as same_channel,
        count(*) filter (where is_eligible and same_product_after <= $window_days) as same_product,
        count(*) filter (where is_eligible and full_price_after <= $window_days) as full_price,
        sum(count_purchases) as purchases,
        sum(count_followed) as followed

    from customer_outcomes

    group by all

),

named as (

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
        counted.*

    from counted

    left join channels
        on counted.group_key = channels.channel_key

    left join products
        on counted.group_key = products.product_key

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

from named

group by group_name, month_on

order by "group", month_on
