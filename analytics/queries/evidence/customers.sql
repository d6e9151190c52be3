-- One row per customer: first and later purchase days, newest first.
-- Reads customers, customer_ids, channels, products, referrals. Parameters: start, end, channels,
-- products (of the first purchase), limit, offset.
with

page_of_customers as (

    select *

    from customers

    where
        -- include shared/first_purchase_in_scope with row = customers

    order by first_on desc, customer_key

    limit $limit

    offset $offset

)

select
    customer_ids.customer_id::varchar as customer_id,
    page_of_customers.first_on::date as first_on,
    page_of_customers.second_on::date as second_on,
    (page_of_customers.second_on - page_of_customers.first_on)::integer as gap_days,
    page_of_customers.last_on::date as last_on,
    page_of_customers.count_orders::integer as count_orders,
    page_of_customers.amount::double as amount,
    channels.channel::varchar as channel,
    products.product::varchar as product,
    referrals.referrer_kind::varchar as referrer_kind

from page_of_customers

inner join customer_ids
    on page_of_customers.customer_key = customer_ids.customer_key

left join channels
    on page_of_customers.acq_channel_key = channels.channel_key

left join products
    on page_of_customers.acq_product_key = products.product_key

left join referrals
    on page_of_customers.customer_key = referrals.customer_key

order by page_of_customers.first_on desc, page_of_customers.customer_key
