-- One row per store and what came of the customers whose first purchase day was in it: days from
-- that day to the next purchase (is_event), or until the data end.
-- Reads customers, customer_ids, about and the lines themselves. Parameters: folder, channels,
-- products (of the first purchase).
with

store_days as (

    select
        customer_id,
        ordered_at::date as ordered_on,
        min(trim(store_id)) as store_id

    from order_lines_of($folder)

    where
        nullif(trim(store_id), '') is not null
        and customer_id is not null
        and coalesce(amount, quantity) > 0

    group by customer_id, ordered_at::date

),

won_customers as (

    select
        store_days.store_id,
        coalesce(customers.second_on, about.as_of) - customers.first_on as days,
        customers.second_on is not null as is_event

    from store_days

    inner join customer_ids
        on store_days.customer_id = customer_ids.customer_id

    inner join customers
        on customer_ids.customer_key = customers.customer_key
        and store_days.ordered_on = customers.first_on

    cross join about

    where
        -- include shared/acquisition_in_scope with row = customers

)

select
    store_id::varchar as store_id,
    days::integer as days,
    is_event::boolean as is_event,
    count(*)::bigint as customers

from won_customers

group by all

order by store_id, days, is_event
