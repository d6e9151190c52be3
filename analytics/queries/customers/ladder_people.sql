-- One row per customer who stands on one rung on a day, as customers/ladder_moves.sql says it.
-- Reads customers, purchases, referrals, customer_ids, feedback, channels, products. Parameters:
-- later, rung, repeat_days, loyal_days, asleep_days, referred, nps, full_price, steel_days,
-- survey_sources, start, end, channels, products (the last four of the first purchase).
with

in_scope_customers as (

    select
        customer_key,
        first_on,
        last_on,
        count_days

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
        min(case when is_purchase and ordered_on > $later::date then place end) - 1 as later_days,
        min(
            case when is_purchase and ordered_on > $later::date then previous_on end
        ) as later_last_on

    from purchases

    where ordered_on > $later::date and first_on <= $later::date

    group by customer_key

),

-- include customers/brought_customers,

referrers as (

    select
        customer_key,
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
            -- include customers/is_willing with side = later
        ) as later_willing

    from dated_scores

    group by customer_key

),

speakers as (

    select
        coalesce(referrers.customer_key, willing_customers.customer_key) as customer_key,
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
            -- include customers/pays_full_price with side = later
        ) as later_pays

    from purchases

    where is_purchase and customer_key in (select customer_key from speakers)

    group by customer_key

),

advocates as (

    select
        speakers.customer_key,
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
        coalesce(later_buyers.later_last_on, in_scope_customers.last_on) as later_last_on,
        coalesce(later_buyers.later_days, in_scope_customers.count_days) as later_days,
        coalesce(advocates.later_speaks, false) as later_speaks,
        coalesce(advocates.later_pays, false) as later_pays

    from in_scope_customers

    left join later_buyers
        on in_scope_customers.customer_key = later_buyers.customer_key

    left join advocates
        on in_scope_customers.customer_key = advocates.customer_key

),

customer_rungs as (

    select
        customer_key,
        (
            -- include customers/rung with side = later
        ) as later_rung

    from standings

)

select customer_ids.customer_id::varchar as customer_id

from customer_rungs

inner join customer_ids
    on customer_rungs.customer_key = customer_ids.customer_key

where customer_rungs.later_rung = $rung

order by customer_ids.customer_key
