-- One row per customer of one cohort who bought in one later period, dearest first: what they
-- bought there.
-- Reads purchases, customer_ids, channels, products. Parameters: cohort_start, cohort_stop,
-- period_start, period_stop (days, each stop excluded), channels, products (of the first purchase),
-- limit, offset.
with

dearest_customers as (

    select
        customer_key,
        min(first_on) as first_on,
        min(acq_product_key) as acq_product_key,
        min(acq_channel_key) as acq_channel_key,
        min(ordered_on) as from_on,
        max(ordered_on) as to_on,
        sum(count_orders) as count_orders,
        sum(amount) as amount,
        -- Of the dearest day; of equally dear ones always the same.
        arg_max(product_key, row(amount, product_key)) as product_key

    from purchases

    where
        first_on >= $cohort_start::date
        and first_on < $cohort_stop::date
        and ordered_on >= $period_start::date
        and ordered_on < $period_stop::date
        and is_purchase
        and (
            -- include shared/acquisition_in_scope with row = purchases
        )

    group by customer_key

    order by amount desc, customer_key

    limit $limit

    offset $offset

)

select
    customer_ids.customer_id::varchar as customer_id,
    dearest_customers.first_on::date as first_on,
    channels.channel::varchar as channel,
    first_products.product::varchar as first_product,
    dearest_customers.from_on::date as from_on,
    dearest_customers.to_on::date as to_on,
    dearest_customers.count_orders::integer as count_orders,
    dearest_customers.amount::double as amount,
    products.product::varchar as product

from dearest_customers

inner join customer_ids
    on dearest_customers.customer_key = customer_ids.customer_key

left join channels
    on dearest_customers.acq_channel_key = channels.channel_key

left join products as first_products
    on dearest_customers.acq_product_key = first_products.product_key

left join products
    on dearest_customers.product_key = products.product_key

order by dearest_customers.amount desc, dearest_customers.customer_key
