-- One row per days since the first purchase and outcome, of customers whose first purchase was a
-- product launched at most `months` before it: who came back on that day, or was last seen without
-- a second purchase that many days after the first. Reads customers, products, about.
-- Parameters: months, start, end, channels, products.
select
    (coalesce(customers.second_on, about.as_of) - customers.first_on)::integer as days,
    (customers.second_on is not null)::boolean as is_event,
    count(*)::bigint as customers

from customers

inner join products
    on customers.acq_product_key = products.product_key

cross join about

where
    products.launched_on is not null
    and customers.first_on >= products.launched_on
    and customers.first_on < products.launched_on + to_months($months::integer)
    and (
        -- include shared/first_purchase_in_scope with row = customers
    )

group by all

order by days, is_event
