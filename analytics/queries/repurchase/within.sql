-- One row per group and window: customers observed for the whole window and how many of them came back
-- inside it. Reads customers. Parameters: days (list), by, again, start, end, channels, products.
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

windows as (

    select
        days,
        row_number() over (order by days) as place

    from (select distinct unnest($days::integer[]) as days) as asked

),

-- One row per number of days: how many of the windows it fills, and how many end before it.
spans as (

    select
        spans.days,
        (count(*) filter (where windows.days <= spans.days))::integer as count_filled,
        (count(*) filter (where windows.days < spans.days))::integer as count_missed

    from about

    cross join unnest(range(0, as_of - first_on + 1)) as spans (days)

    cross join windows

    group by spans.days

),

asked as (

    select
        customer_key,
        first_on,
        acq_channel_key,
        acq_product_key,
        case $again
            when 'full_price' then full_price_again_on
            when 'same_product' then same_product_again_on
            when 'same_channel' then same_channel_again_on
            else second_on
        end as again_on

    from customers

    -- Nobody can come back to what is not known.
    where
        ($again <> 'same_product' or acq_product_key > 0)
        and ($again <> 'same_channel' or acq_channel_key > 0)

),

counted as (

    select
        case
            when $by in ('channel', 'domain', 'mode', 'social_model') then customers.acq_channel_key
            when $by in ('product', 'sku', 'category') then customers.acq_product_key
            when $by = 'month' then year(customers.first_on) * 12 + month(customers.first_on) - 1
            when $by = 'referrer_kind' then coalesce(referred.kind_key, 0)
            else 0
        end as group_key,
        seen.count_filled,
        again.count_missed,
        count(*) as customers

    from asked as customers

    cross join about

    inner join spans as seen
        on about.as_of - customers.first_on = seen.days

    left join spans as again
        on customers.again_on
            - customers.first_on = again.days

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
        counted.count_filled,
        counted.count_missed,
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
    named.group_name::varchar as "group",
    windows.days::integer as days,
    (coalesce(sum(named.customers) filter (where named.count_filled >= windows.place), 0))::bigint as eligible,
    (coalesce(sum(named.customers) filter (
        where named.count_filled >= windows.place and named.count_missed < windows.place
    ), 0))::bigint as repeaters

from named

cross join windows

group by named.group_name, windows.days

order by "group", windows.days
