-- One row per group and window: customers observed for the whole window and how many of them came
-- back inside it. Reads customers. Parameters: days (list), by, again, start, end, channels,
-- products.
with

-- include repurchase/customer_returns,

-- include repurchase/referrer_kinds,

windows as (

    select
        days,
        row_number() over (order by days) as place

    from (select distinct unnest($days::integer[]) as days) as asked_days

),

-- One row per number of days: how many of the windows it fills, and how many end before it.
spans as (

    select
        spans.days,
        (count(*) filter (where windows.days <= spans.days))::integer as count_filled,
        (count(*) filter (where windows.days < spans.days))::integer as count_missed

    from about

    cross join unnest(range(0, as_of - first_on + 1)) as spans (days)

    cross join windows

    group by spans.days

),

group_counts as (

    select
        (
            -- include repurchase/group_key
        ) as group_key,
        watched_spans.count_filled,
        return_spans.count_missed,
        count(*) as customers

    from customer_returns as customers

    cross join about

    inner join spans as watched_spans
        on about.as_of - customers.first_on = watched_spans.days

    left join spans as return_spans
        on customers.again_on - customers.first_on = return_spans.days

    left join customer_referrer_kinds
        on customers.customer_key = customer_referrer_kinds.customer_key

    group by all

),

-- include repurchase/group_counts_named

select
    group_name::varchar as "group",
    windows.days::integer as days,
    coalesce(sum(customers) filter (where count_filled >= windows.place), 0)::bigint as eligible,
    coalesce(
        sum(customers) filter (
            where count_filled >= windows.place and count_missed < windows.place
        ),
        0
    )::bigint as repeaters

from named_group_counts

cross join windows

group by group_name, windows.days

order by "group", windows.days
