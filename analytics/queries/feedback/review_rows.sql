-- One row per response with a text: which it is and whose, under the filters.
-- Reads feedback. Parameters: start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    response_key::uinteger as row,
    customer_id::varchar as customer_id

from feedback

where
    text is not null
    and ($channels::varchar[] is null or channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or product_key in (select product_key from kept_products))
    and ($start::date is null or month_on >= $start::date)
    and ($end::date is null or month_on <= $end::date)

order by response_key
