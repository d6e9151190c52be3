-- One row per distinct history of customers first seen by `until`: repeat purchase days, days from the
-- first to the last purchase and from the first to that day, with how many share it, the sum of their
-- mean values per repeat purchase day, and the purchase days they made after it, up to `later_until`.
-- Days on which something was given count, at no value. Reads purchases, given_days.
-- Parameters: until, later_until, start, end, channels, products (the last four of the first purchase).
with

bought as (

    select
        customer_key,
        min(first_on) as first_on,
        max(case when place is not null and ordered_on <= $until::date then ordered_on end) as last_on,
        coalesce(max(case when ordered_on <= $until::date then place end), 0) as count_days,
        sum(case when place > 1 and ordered_on <= $until::date then amount end) as repeat_amount,
        max(case when place = 1 and ordered_on <= $until::date then amount end) as first_amount,
        count(case when ordered_on > $until::date and ordered_on <= $later_until::date then place end) as later

    from purchases

    where
        (first_on <= $until::date or customer_key in (select customer_key from given_days))
        and (
            -- include shared/acquisition_in_scope with row = purchases
        )

    group by customer_key

),

given as (

    select
        customer_id,
        min(customer_key) as customer_key,
        min(ordered_on) as first_on,
        max(case when ordered_on <= $until::date then ordered_on end) as last_on,
        count(case when ordered_on <= $until::date then 1 end) as count_days,
        count(case when ordered_on > $until::date and ordered_on <= $later_until::date then 1 end) as later

    from given_days

    group by customer_id

),

-- Those who were given something and bought nothing.
strangers as (

    select given.*

    from given

    inner join given_days as first_days
        on given.customer_id = first_days.customer_id
        and given.first_on = first_days.ordered_on

    where
        given.customer_key is null
        and (
            -- include shared/channel_in_scope with row = first_days
        )
        and (
            -- include shared/product_in_scope with row = first_days
        )

),

summed as (

    select
        least(bought.first_on, given.first_on) as first_on,
        greatest(bought.last_on, given.last_on) as last_on,
        bought.count_days + coalesce(given.count_days, 0) - 1 as frequency,
        -- What was the first purchase is a repeat one where something was given before it.
        coalesce(bought.repeat_amount, 0)
        + case when given.first_on < bought.first_on then coalesce(bought.first_amount, 0) else 0 end
            as repeat_amount,
        bought.later + coalesce(given.later, 0) as later

    from bought

    left join given
        on bought.customer_key = given.customer_key

    union all

    select
        first_on,
        last_on,
        count_days - 1,
        0,
        later

    from strangers

)

select
    first_on::date as first_on,
    frequency::integer as frequency,
    (last_on - first_on)::integer as recency_days,
    ($until::date - first_on)::integer as age_days,
    count(*)::integer as customers,
    -- In whole numbers, for a sum of fractions differs from run to run.
    (sum(round(greatest(repeat_amount, 0)::double * 10000 / nullif(frequency, 0))::bigint) / 10000.0)::double as sum_monetary,
    sum(later)::integer as later

from summed

where
    first_on <= $until::date
    and (
        -- include shared/cohort_in_scope with row = summed
    )

group by first_on, frequency, last_on - first_on

order by first_on, frequency, recency_days
