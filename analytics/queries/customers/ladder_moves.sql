-- One row per pair of rungs, on the earlier and on the later day: customers, and their net value by
-- the later day. `new` is nobody's customer yet. Each customer has one rung a day; see
-- analytics/customers/ladder.py.
-- Reads customers, purchases, referrals, customer_ids, feedback, channels, products. Parameters:
-- earlier, later, repeat_days, loyal_days, asleep_days, referred, nps, full_price, steel_days,
-- survey_sources, start, end, channels, products (the last four of the first purchase).
with

in_scope_customers as (

    select
        customer_key,
        first_on,
        last_on,
        count_days,
        amount

    from customers

    where
        first_on <= $later::date
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

),

-- Whoever bought after a day: the first of those purchases tells the one before it. Nobody else has
-- changed.
later_buyers as (

    select
        customer_key,
        min(
            case when is_purchase and ordered_on > $earlier::date then place end
        ) - 1 as earlier_days,
        min(
            case when is_purchase and ordered_on > $earlier::date then previous_on end
        ) as earlier_last_on,
        min(case when is_purchase and ordered_on > $later::date then place end) - 1 as later_days,
        min(
            case when is_purchase and ordered_on > $later::date then previous_on end
        ) as later_last_on,
        sum(case when ordered_on > $later::date then amount end) as amount

    from purchases

    where ordered_on > $earlier::date and first_on <= $later::date

    group by customer_key

),

-- include customers/brought_customers,

referrers as (

    select
        customer_key,
        count(case when first_on <= $earlier::date then 1 end) >= $referred as earlier_brought,
        count(case when first_on <= $later::date then 1 end) >= $referred as later_brought

    from brought_customers

    group by customer_key

),

-- include customers/dated_scores,

-- One row per customer with a score: what they said last by each day.
willing_customers as (

    select
        customer_key,
        (
            -- include customers/is_willing with side = earlier
        ) as earlier_willing,
        (
            -- include customers/is_willing with side = later
        ) as later_willing

    from dated_scores

    group by customer_key

),

speakers as (

    select
        coalesce(referrers.customer_key, willing_customers.customer_key) as customer_key,
        coalesce(referrers.earlier_brought, false)
        or coalesce(willing_customers.earlier_willing, false) as earlier_speaks,
        coalesce(referrers.later_brought, false)
        or coalesce(willing_customers.later_willing, false) as later_speaks

    from referrers

    full join willing_customers
        on referrers.customer_key = willing_customers.customer_key

),

-- Prices are looked up for those alone who could be steel fans.
payers as (

    select
        customer_key,
        (
            -- include customers/pays_full_price with side = earlier
        ) as earlier_pays,
        (
            -- include customers/pays_full_price with side = later
        ) as later_pays

    from purchases

    where is_purchase and customer_key in (select customer_key from speakers)

    group by customer_key

),

advocates as (

    select
        speakers.customer_key,
        speakers.earlier_speaks,
        payers.earlier_pays,
        speakers.later_speaks,
        payers.later_pays

    from speakers

    left join payers
        on speakers.customer_key = payers.customer_key

),

standings as (

    select
        in_scope_customers.customer_key,
        in_scope_customers.first_on,
        coalesce(later_buyers.earlier_last_on, in_scope_customers.last_on) as earlier_last_on,
        coalesce(later_buyers.earlier_days, in_scope_customers.count_days) as earlier_days,
        coalesce(advocates.earlier_speaks, false) as earlier_speaks,
        coalesce(advocates.earlier_pays, false) as earlier_pays,
        coalesce(later_buyers.later_last_on, in_scope_customers.last_on) as later_last_on,
        coalesce(later_buyers.later_days, in_scope_customers.count_days) as later_days,
        coalesce(advocates.later_speaks, false) as later_speaks,
        coalesce(advocates.later_pays, false) as later_pays,
        in_scope_customers.amount - coalesce(later_buyers.amount, 0) as amount

    from in_scope_customers

    left join later_buyers
        on in_scope_customers.customer_key = later_buyers.customer_key

    left join advocates
        on in_scope_customers.customer_key = advocates.customer_key

),

customer_rungs as (

    select
        (
            -- include customers/rung with side = earlier
        ) as earlier_rung,
        (
            -- include customers/rung with side = later
        ) as later_rung,
        amount

    from standings

)

select
    earlier_rung::varchar as earlier_rung,
    later_rung::varchar as later_rung,
    count(*)::integer as customers,
    sum(amount)::double as amount

from customer_rungs

group by earlier_rung, later_rung

order by earlier_rung, later_rung
