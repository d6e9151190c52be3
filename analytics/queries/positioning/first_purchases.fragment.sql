-- One row per customer of {source} (purchases or some of them) who bought by a day, with channel,
-- product and category of the first purchase.
customer_sums as (

    select
        customer_key,
        min(acq_channel_key) as channel_key,
        min(acq_product_key) as product_key,
        sum(count_orders) as orders,
        sum(amount) as amount

    from {source}

    where
        ordered_on <= $until::date
        and first_on <= $until::date
        and (
            -- include shared/first_purchase_in_scope with row = {source}
        )

    group by customer_key

),

first_purchases as (

    select
        customer_sums.customer_key,
        channels.channel,
        products.item as product,
        products.category,
        customer_sums.orders,
        customer_sums.amount

    from customer_sums

    left join channels
        on customer_sums.channel_key = channels.channel_key

    left join products
        on customer_sums.product_key = products.product_key

)
