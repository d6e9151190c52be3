-- One row per group, days since the first purchase and outcome: customers who came back on that day, or
-- who were last seen without a second purchase that many days after the first (censored).
-- Reads customers. Parameters: by, again (any / full_price), start, end, channels, products (all of the
-- first purchase).
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

outcomes as (

    select
        group_name,
        case $again when 'full_price' then full_price_again_on else second_on end as again_on,
        first_on,
        observed_days

    from chosen

)

select
    group_name::varchar as "group",
    coalesce(again_on - first_on, observed_days)::integer as days,
    (again_on is not null)::boolean as is_event,
    count(*)::bigint as customers

from outcomes

group by group_name, coalesce(again_on - first_on, observed_days), again_on is not null

order by "group", days, is_event
