-- One row per code of an IP: customers it brought who came back within `window_days` of the first
-- purchase and were watched for so long; what they paid in these days after refunds, its squares,
-- and of the part whose cost is known the money and the cost of the goods.
-- Reads referrals, customers, purchases, about. Parameters: window_days, start, end, channels,
-- products (all of the first purchase).
with

returned_customers as (

    select
        customers.customer_key,
        customers.first_on,
        referrals.referrer_id

    from referrals

    inner join customers
        on referrals.customer_key = customers.customer_key

    cross join about

    where
        referrals.referrer_kind = 'ip'
        and customers.second_on <= customers.first_on + $window_days::integer
        and customers.first_on <= about.as_of - $window_days::integer
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

),

customer_sums as (

    select
        returned_customers.customer_key,
        returned_customers.referrer_id,
        coalesce(sum(purchases.amount), 0) as amount,
        coalesce(sum(purchases.costed), 0) as costed,
        coalesce(sum(purchases.cost), 0) as cost

    from returned_customers

    inner join purchases
        on returned_customers.customer_key = purchases.customer_key
        and purchases.ordered_on <= returned_customers.first_on + $window_days::integer

    group by returned_customers.customer_key, returned_customers.referrer_id

)

select
    referrer_id::varchar as code,
    count(*)::bigint as customers,
    sum(amount)::double as amount,
    sum((amount * amount)::decimal(38, 4))::double as amount_squares,
    sum(costed)::double as costed,
    sum(cost)::double as cost

from customer_sums

group by referrer_id

order by code
