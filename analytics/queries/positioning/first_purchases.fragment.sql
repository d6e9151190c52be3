-- One row per customer of {customers} and {purchases} (the tables, or some of their rows) who
-- bought by a day, with channel, product and category of the first purchase. Up to the end of the
-- data the sums stand in customers; before it they are added up.
customer_sums as (

    select
        customer_key,
        acq_channel_key as channel_key,
        acq_product_key as product_key,
        count_orders as orders,
        amount

    from {customers}

    where
        $is_to_end::boolean
        and (
            -- include shared/first_purchase_in_scope with row = {customers}
        )

    union all

    select
        customer_key,
        min(acq_channel_key) as channel_key,
        min(acq_product_key) as product_key,
        sum(count_orders) as orders,
        sum(amount) as amount

    from {purchases}

    where
        not $is_to_end::boolean
        and ordered_on <= $until::date
        and first_on <= $until::date
        and (
            -- include shared/first_purchase_in_scope with row = {purchases}
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
