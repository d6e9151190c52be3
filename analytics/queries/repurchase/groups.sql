-- One row per group: customers.
-- Reads customers. Parameters: by, start, end, channels, products (of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

kinds as (

    select
        referrer_kind,
        row_number() over (order by referrer_kind) as kind_key

    from referrals

    where $by = 'referrer_kind' and referrer_kind is not null

    group by referrer_kind

),

referred as (

    select
        referrals.customer_key,
        kinds.kind_key

    from referrals

    inner join kinds
        on referrals.referrer_kind = kinds.referrer_kind

),

-- Counted by key first, so that names are looked up once a group and not once a customer.
counted as (

    select
        case
            when $by in ('channel', 'domain', 'mode', 'social_model') then customers.acq_channel_key
            when $by in ('product', 'sku', 'category') then customers.acq_product_key
            when $by = 'month' then year(customers.first_on) * 12 + month(customers.first_on) - 1
            when $by = 'referrer_kind' then coalesce(referred.kind_key, 0)
            else 0
        end as group_key,
        count(*) as customers

    from customers

    left join referred
        on customers.customer_key = referred.customer_key

    where
        ($channels::varchar[] is null or customers.acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or customers.acq_product_key in (select product_key from kept_products))
        and ($start::date is null or customers.first_on >= $start::date)
        and ($end::date is null or customers.first_on < $end::date + interval 1 month)

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
            when 'month' then strftime(make_date(counted.group_key // 12, counted.group_key % 12 + 1, 1), '%Y-%m')
            when 'referrer_kind' then kinds.referrer_kind
            else 'all'
        end as group_name,
        counted.customers

    from counted

    left join channels
        on counted.group_key = channels.channel_key

    left join products
        on counted.group_key = products.product_key

    left join kinds
        on counted.group_key = kinds.kind_key

)

select
    group_name::varchar as "group",
    sum(customers)::bigint as customers

from named

group by group_name

order by customers desc, "group"
