-- One row per month: money in, money back, net, and orders.
-- Reads sales. Parameters: start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    sales.month_on::date as month_on,
    sum(sales.paid)::double as paid,
    sum(sales.refunded)::double as refunded,
    sum(sales.amount)::double as amount,
    sum(sales.count_paid_lines)::bigint as count_paid_lines

from sales

where
    ($channels::varchar[] is null or sales.channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or sales.product_key in (select product_key from kept_products))
    and ($start::date is null or sales.month_on >= $start::date)
    and ($end::date is null or sales.month_on <= $end::date)

group by sales.month_on

order by sales.month_on
