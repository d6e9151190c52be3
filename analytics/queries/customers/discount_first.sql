-- One row per price of the first purchase day (full or discounted), days and outcome: customers who
-- bought again after so many days, or were last seen without it (censored).
-- Reads purchases, customers. Parameters: start, end, channels, products (all of the first
-- purchase).
with

first_days as (

    select
        customer_key,
        is_full_price

    from purchases

    where place = 1

),

wait_counts as (

    select
        first_days.is_full_price,
        coalesce(customers.second_on, about.as_of) - customers.first_on as days,
        customers.second_on is not null as is_event,
        count(*) as customers

    from customers

    cross join about

    inner join first_days
        on customers.customer_key = first_days.customer_key

    where
        -- include shared/first_purchase_in_scope with row = customers

    group by all

)

select
    (case when is_full_price then 'full' else 'discounted' end)::varchar as "group",
    days::integer as days,
    is_event::boolean as is_event,
    customers::bigint as customers

from wait_counts

order by "group", days, is_event
