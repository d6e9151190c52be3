-- One row per reason as written: units sent back. Reads returns. Parameters: start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    returns.return_reason::varchar as return_reason,
    sum(returns.quantity)::bigint as quantity

from returns

where
    ($channels::varchar[] is null or returns.channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or returns.product_key in (select product_key from kept_products))
    and ($start::date is null or returns.month_on >= $start::date)
    and ($end::date is null or returns.month_on <= $end::date)

group by returns.return_reason

order by quantity desc, return_reason
