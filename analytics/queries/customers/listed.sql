-- One row per customer first seen by a day: repeat purchase days, days from the first to the last
-- purchase and from the first to that day, orders, mean net value of the repeat purchase days, net
-- value of all. Days on which something was given count, at no value. Reads purchases, given_days.
-- Parameters: until, start, end, channels, products (the last four of the first purchase).
with

buyers as (

    select
        customer_key,
        min(first_on) as first_on,
        max(case when is_purchase and ordered_on <= $until::date then ordered_on end) as last_on,
        coalesce(max(case when ordered_on <= $until::date then place end), 0) as count_days,
        coalesce(sum(case when ordered_on <= $until::date then count_orders end), 0) as orders,
        sum(case when place > 1 and ordered_on <= $until::date then amount end) as repeat_amount,
        max(case when place = 1 and ordered_on <= $until::date then amount end) as first_amount,
        sum(case when ordered_on <= $until::date then amount end) as amount

    from purchases

    where
        (first_on <= $until::date or customer_key in (select customer_key from given_days))
        and (
            -- include shared/acquisition_in_scope with row = purchases
        )

    group by customer_key

),

givings as (

    select
        customer_id,
        min(customer_key) as customer_key,
        min(ordered_on) as first_on,
        max(case when ordered_on <= $until::date then ordered_on end) as last_on,
        count(case when ordered_on <= $until::date then 1 end) as count_days,
        coalesce(sum(case when ordered_on <= $until::date then count_orders end), 0) as orders

    from given_days

    group by customer_id

),

-- Those who were given something and bought nothing.
strangers as (

    select givings.*

    from givings

    inner join given_days as first_days
        on givings.customer_id = first_days.customer_id
        and givings.first_on = first_days.ordered_on

    where
        givings.customer_key is null
        and (
            -- include shared/channel_in_scope with row = first_days
        )
        and (
            -- include shared/product_in_scope with row = first_days
        )

),

customer_sums as (

    select
        customer_ids.customer_id,
        least(buyers.first_on, givings.first_on) as first_on,
        greatest(buyers.last_on, givings.last_on) as last_on,
        buyers.count_days + coalesce(givings.count_days, 0) - 1 as frequency,
        buyers.orders + coalesce(givings.orders, 0) as orders,
        -- What was the first purchase is a repeat one where something was given before it.
        coalesce(buyers.repeat_amount, 0)
        + case
            when givings.first_on < buyers.first_on then coalesce(buyers.first_amount, 0)
            else 0
        end
            as repeat_amount,
        coalesce(buyers.amount, 0) as amount

    from buyers

    inner join customer_ids
        on buyers.customer_key = customer_ids.customer_key

    left join givings
        on buyers.customer_key = givings.customer_key

    union all

    select
        customer_id,
        first_on,
        last_on,
        count_days - 1,
        orders,
        0,
        0

    from strangers

)

select
    customer_id::varchar as customer_id,
    first_on::date as first_on,
    frequency::integer as frequency,
    (last_on - first_on)::integer as recency_days,
    ($until::date - first_on)::integer as age_days,
    orders::integer as orders,
    (repeat_amount::double / nullif(frequency, 0))::double as monetary,
    amount::double as amount

from customer_sums

where
    first_on <= $until::date
    and (
        -- include shared/cohort_in_scope with row = customer_sums
    )

order by customer_id
