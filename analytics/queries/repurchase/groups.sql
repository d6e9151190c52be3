-- One row per group: customers.
-- Reads customers. Parameters: by, start, end, channels, products (of the first purchase).
with

-- include repurchase/referrer_kinds,

-- Counted by key first, so that names are looked up once a group and not once a customer.
group_counts as (

    select
        (
            -- include repurchase/group_key
        ) as group_key,
        count(*) as customers

    from customers

    left join customer_referrer_kinds
        on customers.customer_key = customer_referrer_kinds.customer_key

    where
        -- include shared/first_purchase_in_scope with row = customers

    group by all

),

-- include repurchase/group_counts_named

select
    group_name::varchar as "group",
    sum(customers)::bigint as customers

from named_group_counts

group by group_name

order by customers desc, "group"
