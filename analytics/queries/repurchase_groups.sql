-- One row per group: customers, and how many have come back so far.
-- Reads customers. Parameters: by, start, end, channels, products (of the first purchase).
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

)

select
    group_name::varchar as "group",
    count(*)::bigint as customers,
    count(second_on)::bigint as repeaters

from chosen

group by group_name

order by customers desc, "group"
