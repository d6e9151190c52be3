-- One row: customers who bought in the earlier of two periods of so many days, those of them who
-- bought in the later one too, and the first day that data are known of. The later period ends on
-- the last day of the data, or on last_on where that is before it.
-- Reads purchases, customers, about. Parameters: days, last_on, channels, products (of the first
-- purchase).
with

period_ends as (

    select
        least(about.as_of, coalesce($last_on::date, about.as_of)) as ends_on,
        (select min(customers.first_on) from customers) as known_from

    from about

),

customer_periods as (

    select
        purchases.customer_key,
        bool_or(purchases.ordered_on <= period_ends.ends_on - $days::integer) as is_earlier,
        bool_or(purchases.ordered_on > period_ends.ends_on - $days::integer) as is_later

    from purchases

    cross join period_ends

    where
        purchases.is_purchase
        and purchases.ordered_on > period_ends.ends_on - 2 * $days::integer
        and purchases.ordered_on <= period_ends.ends_on
        and (
            ($channels::varchar[] is null and $products::varchar[] is null)
            or purchases.customer_key in (
                select customers.customer_key from customers where
                -- include shared/acquisition_in_scope with row = customers
            )
        )

    group by purchases.customer_key

)

select
    (select ends_on from period_ends)::date as ends_on,
    (select known_from from period_ends)::date as known_from,
    (count(*) filter (where is_earlier))::bigint as buyers,
    (count(*) filter (where is_earlier and is_later))::bigint as repeaters

from customer_periods
