-- One row per customer whom another one brought: who that is, and the day they came.
brought_customers as (

    select
        customer_ids.customer_key,
        customers.first_on

    from referrals

    inner join customers
        on referrals.customer_key = customers.customer_key

    inner join customer_ids
        on referrals.referrer_id = customer_ids.customer_id

    where
        coalesce(referrals.referrer_kind, 'customer') = 'customer'
        and customer_ids.customer_key <> referrals.customer_key

)
