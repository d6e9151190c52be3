-- One row: customers whose first purchase was a product launched at most `months` before it,
-- observed for the window, and how many came back inside it. Reads customers, products, about.
-- Parameters: days, months, start, end, channels, products.
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
    and (
        -- include shared/first_purchase_in_scope with row = customers
    )
