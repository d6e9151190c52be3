-- One row: customers whose first purchase was a product launched at most `months` before it, observed
-- for the window, and how many came back inside it. Reads customers, products, about.
-- Parameters: days, months, start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    count(*)::bigint as eligible,
    (count(*) filter (where customers.second_on - customers.first_on <= $days))::bigint as repeaters

from customers

inner join products
    on customers.acq_product_key = products.product_key

cross join about

where
    products.launched_on is not null
    and customers.first_on >= products.launched_on
    and customers.first_on < products.launched_on + to_months($months::integer)
    and about.as_of - customers.first_on >= $days
    and ($channels::varchar[] is null or customers.acq_channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or customers.acq_product_key in (select product_key from kept_products))
    and ($start::date is null or customers.first_on >= $start::date)
    and ($end::date is null or customers.first_on < $end::date + interval 1 month)
