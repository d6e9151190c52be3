-- One row per group, days since the first purchase and outcome: customers who came back on that
-- day, or who were last seen without a second purchase that many days after the first (censored).
-- Reads customers. Parameters: by, again (any / same_product / same_channel / full_price), start,
-- end, channels, products (all of the first purchase).
with

-- include repurchase/customer_returns,

-- include repurchase/referrer_kinds,

-- Counted by key first, so that names are looked up once a group and not once a customer. An
-- outcome is days in one number: to the next purchase, or below zero, -1 for none, how long none
-- was seen.
group_counts as (

    select
        (
            -- include repurchase/group_key
        ) as group_key,
        case
            when customers.again_on is null then customers.first_on - about.as_of - 1
            else customers.again_on - customers.first_on
        end as outcome,
        count(*) as customers

    from customer_returns as customers

    cross join about

    left join customer_referrer_kinds
        on customers.customer_key = customer_referrer_kinds.customer_key

    group by all

),

-- include repurchase/group_counts_named

select
    group_name::varchar as "group",
    (case when outcome < 0 then -1 - outcome else outcome end)::integer as days,
    (outcome >= 0)::boolean as is_event,
    sum(customers)::bigint as customers

from named_group_counts

group by group_name, outcome

order by "group", days, is_event
