-- One row: customers observed for the window, and those who bought the product of their first
-- purchase again on a later day inside it. Reads purchases, customers, about.
-- Parameters: days, start, end, channels, products (of the first purchase).
with

eligible as (

    select count(*) as customers

    from customers

    cross join about

    where
        about.as_of - customers.first_on >= $days
        and customers.acq_product_key <> 0
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

),

repeaters as (

    select count(distinct purchases.customer_key) as customers

    from purchases

    cross join about

    where
        purchases.place > 1
        and purchases.product_key = purchases.acq_product_key
        and purchases.ordered_on - purchases.first_on <= $days
        and about.as_of - purchases.first_on >= $days
        and purchases.acq_product_key <> 0
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

)

select
    eligible.customers::bigint as eligible,
    repeaters.customers::bigint as repeaters

from eligible

cross join repeaters
