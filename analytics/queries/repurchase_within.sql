-- One row per group and window: customers observed for the whole window and how many of them came back
-- inside it. Reads customers. Parameters: days (list), by, again, start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where $channels::varchar[] is null or list_contains($channels, channel)

),

kept_products as (

    select product_key from products where $products::varchar[] is null or list_contains($products, item)

),

chosen as (

    select
        customers.*,
        case $by
            when 'channel' then channels.channel
            when 'domain' then channels.domain
            when 'mode' then channels.mode
            when 'social_model' then channels.social_model
            when 'product' then products.product
            when 'sku' then products.sku
            when 'category' then products.category
            when 'month' then strftime(customers.first_on, '%Y-%m')
            when 'referrer_kind' then referrals.referrer_kind
            else 'all'
        end as group_name,
        about.as_of - customers.first_on as observed_days

    from customers

    cross join about

    left join channels
        on customers.acq_channel_key = channels.channel_key

    left join products
        on customers.acq_product_key = products.product_key

    left join referrals
        on customers.customer_key = referrals.customer_key

    where
        customers.acq_channel_key in (select channel_key from kept_channels)
        and customers.acq_product_key in (select product_key from kept_products)
        and ($start::date is null or customers.first_on >= $start::date)
        and ($end::date is null or customers.first_on < $end::date + interval 1 month)

),

windows as (

    select unnest($days::integer[]) as days

)

select
    chosen.group_name::varchar as "group",
    windows.days::integer as days,
    (count(*) filter (where chosen.observed_days >= windows.days))::bigint as eligible,
    (count(*) filter (
        where
            chosen.observed_days >= windows.days
            and case $again when 'full_price' then chosen.full_price_again_on else chosen.second_on end
                - chosen.first_on <= windows.days
    ))::bigint as repeaters

from chosen

cross join windows

group by chosen.group_name, windows.days

order by "group", windows.days
