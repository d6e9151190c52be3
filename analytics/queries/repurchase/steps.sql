-- One row per step (1 = from the first purchase to the second, up to 3), days and outcome:
-- customers whose next purchase came that many days after the one before, or who were last seen
-- without it (censored).
-- Reads purchases, customers. Parameters: start, end, channels, products (all of the first
-- purchase).
with

wait_counts as (

    select
        place - 1 as step,
        ordered_on - previous_on as days,
        true as is_event,
        count(*) as customers

    from purchases

    where
        place between 2 and 4
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

    group by place, ordered_on - previous_on

),

censored_counts as (

    select
        customers.count_days as step,
        about.as_of - customers.last_on as days,
        false as is_event,
        count(*) as customers

    from customers

    cross join about

    where
        customers.count_days <= 3
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

    group by customers.count_days, about.as_of - customers.last_on

),

step_counts as (

    select * from wait_counts

    union all

    select * from censored_counts

)

select
    step::integer as step,
    days::integer as days,
    is_event::boolean as is_event,
    customers::bigint as customers

from step_counts

order by step, days, is_event
