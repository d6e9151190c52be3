-- One row per customer with a purchase by a day: repeat purchase days, days from the first to the last
-- purchase and from the first to that day, orders, mean net value of the repeat purchase days, net value
-- of all.
-- Reads purchases. Parameters: until, start, end, channels, products (the last four of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

summed as (

    select
        customer_key,
        min(first_on) as first_on,
        max(case when is_purchase then ordered_on end) as last_on,
        max(place) - 1 as frequency,
        sum(count_orders) as orders,
        sum(case when place > 1 then amount end) as repeat_amount,
        sum(amount) as amount

    from purchases

    where
        ordered_on <= $until::date
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

    group by customer_key

)

select
    customer_ids.customer_id::varchar as customer_id,
    summed.first_on::date as first_on,
    summed.frequency::integer as frequency,
    (summed.last_on - summed.first_on)::integer as recency_days,
    ($until::date - summed.first_on)::integer as age_days,
    summed.orders::integer as orders,
    (summed.repeat_amount::double / nullif(summed.frequency, 0))::double as monetary,
    summed.amount::double as amount

from summed

inner join customer_ids
    on summed.customer_key = customer_ids.customer_key

order by customer_id
