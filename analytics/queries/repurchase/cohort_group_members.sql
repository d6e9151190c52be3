-- One row per customer of one group who bought so many periods after the one of the first purchase, dearest first.
-- Groups are those of repurchase/cohorts_by.sql, "" is "not given". Reads purchases, customer_ids, channels, products, referrals,
-- campaigns. Parameters: by, name (of the group), grain, index, cohort_start, cohort_stop (days between which the
-- first purchase lies, the stop excluded), channels, products (of the first purchase), limit, offset.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

told as (

    select
        customer_key,
        case $by when 'referrer' then referrer_id else referrer_kind end as name

    from referrals

    where $by in ('referrer', 'referrer_kind')

    union all

    select
        customer_key,
        campaign

    from campaigns

    where $by = 'campaign'

    union all

    select
        customer_key,
        case when not is_priced then 'unknown' when is_full_price then 'full' else 'deal' end

    from purchases

    where place = 1 and $by = 'discount'

),

chosen as (

    select channel_key::integer as own_key from channels
    where coalesce(case $by when 'domain' then domain else channel end, '') = $name and $by in ('channel', 'domain')

    union all

    select product_key from products
    where coalesce(case $by when 'category' then category else product end, '') = $name and $by in ('product', 'category')

),

bought as (

    select
        customer_key,
        min(first_on) as first_on,
        min(acq_product_key) as acq_product_key,
        min(acq_channel_key) as acq_channel_key,
        min(ordered_on) as from_on,
        max(ordered_on) as to_on,
        sum(count_orders) as count_orders,
        sum(amount) as amount,
        max(amount::decimal(18, 2) * 16777216 + product_key) % 16777216 as product_key

    from purchases

    where
        first_on >= $cohort_start::date
        and first_on < $cohort_stop::date
        and is_purchase
        and $index::integer = (
            case $grain
                when 'week' then (ordered_on - date '1900-01-01') // 7
                when 'quarter' then (year(ordered_on) * 12 + month(ordered_on) - 1) // 3
                when 'year' then year(ordered_on)
                else year(ordered_on) * 12 + month(ordered_on) - 1
            end
            - case $grain
                when 'week' then (first_on - date '1900-01-01') // 7
                when 'quarter' then (year(first_on) * 12 + month(first_on) - 1) // 3
                when 'year' then year(first_on)
                else year(first_on) * 12 + month(first_on) - 1
            end
        )
        and case
            when $by in ('channel', 'domain') then acq_channel_key::integer in (select own_key from chosen)
            when $by in ('product', 'category') then acq_product_key in (select own_key from chosen)
            when $name = '' then customer_key not in (select customer_key from told where name is not null)
            else customer_key in (select customer_key from told where name = $name)
        end
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))

    group by customer_key

    order by amount desc, customer_key

    limit $limit

    offset $offset

)

select
    customer_ids.customer_id::varchar as customer_id,
    bought.first_on::date as first_on,
    channels.channel::varchar as channel,
    first_products.product::varchar as first_product,
    bought.from_on::date as from_on,
    bought.to_on::date as to_on,
    bought.count_orders::integer as count_orders,
    bought.amount::double as amount,
    products.product::varchar as product

from bought

inner join customer_ids
    on bought.customer_key = customer_ids.customer_key

left join channels
    on bought.acq_channel_key = channels.channel_key

left join products as first_products
    on bought.acq_product_key = first_products.product_key

left join products
    on bought.product_key::integer = products.product_key

order by bought.amount desc, bought.customer_key
