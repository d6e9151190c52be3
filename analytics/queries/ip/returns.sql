-- One row per code of an IP that a first purchase names, price of that purchase (full / deal, null
-- where no list price tells), days since it and outcome: customers who came back on that day, or
-- were last seen without a second purchase that many days after the first; and when the first of
-- them bought.
-- Reads customers, referrals, purchases, about. Parameters: start, end, channels, products (all of
-- the first purchase).
with

brought_customers as (

    select
        customer_key,
        referrer_id

    from referrals

    where referrer_kind = 'ip'

),

first_prices as (

    select
        brought_customers.customer_key,
        case when purchases.is_full_price then 'full' else 'deal' end as first_price

    from brought_customers

    inner join purchases
        on brought_customers.customer_key = purchases.customer_key

    where purchases.place = 1 and purchases.is_priced

)

select
    brought_customers.referrer_id::varchar as code,
    first_prices.first_price::varchar as first_price,
    (coalesce(customers.second_on, about.as_of) - customers.first_on)::integer as days,
    (customers.second_on is not null)::boolean as is_event,
    count(*)::bigint as customers,
    min(customers.first_on)::date as began_on

from brought_customers

inner join customers
    on brought_customers.customer_key = customers.customer_key

cross join about

left join first_prices
    on customers.customer_key = first_prices.customer_key

where
    -- include shared/first_purchase_in_scope with row = customers

group by all

order by code, first_price, days, is_event
