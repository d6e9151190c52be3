-- One row per month with sales in a channel of a known domain: money in each domain.
-- Reads sales, channels, products. Parameters: start, end, products.
with

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    sales.month_on::date as month_on,
    coalesce(sum(sales.paid) filter (where channels.domain = 'private'), 0)::double as private_paid,
    coalesce(sum(sales.paid) filter (where channels.domain = 'public'), 0)::double as public_paid

from sales

inner join channels
    on sales.channel_key = channels.channel_key

where
    channels.domain is not null
    and ($products::varchar[] is null or sales.product_key in (select product_key from kept_products))
    and ($start::date is null or sales.month_on >= $start::date)
    and ($end::date is null or sales.month_on <= $end::date)

group by sales.month_on

order by month_on
