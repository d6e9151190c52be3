-- One row per who brought the customer (kind null: nobody; the code only of IPs): customers, and
-- those of them who have brought somebody themselves, with and without a reward.
-- Reads customers, referrals, customer_ids, channels. Parameters: start, end, channels, products
-- (all of the first purchase).
with

-- Paid or not, by customer named: few, so that their names are looked up and not everybody's.
named_advocates as (

    select
        referrals.referrer_id,
        bool_or(
            not (referrals.is_rewarded or coalesce(channels.social_model = 'distribution', false))
        ) as is_unpaid

    from referrals

    inner join customers
        on referrals.customer_key = customers.customer_key

    left join channels
        on customers.acq_channel_key = channels.channel_key

    where referrals.referrer_kind is distinct from 'ip'

    group by referrals.referrer_id

),

advocates as (

    select
        customer_ids.customer_key,
        named_advocates.is_unpaid

    from named_advocates

    inner join customer_ids
        on named_advocates.referrer_id = customer_ids.customer_id

)

select
    referrals.referrer_kind::varchar as referrer_kind,
    (case when referrals.referrer_kind = 'ip' then referrals.referrer_id end)::varchar as code,
    count(*)::bigint as customers,
    count(advocates.customer_key)::bigint as advocates,
    (count(*) filter (where advocates.is_unpaid))::bigint as unpaid

from customers

left join referrals
    on customers.customer_key = referrals.customer_key

left join advocates
    on customers.customer_key = advocates.customer_key

where
    -- include shared/first_purchase_in_scope with row = customers

group by 1, 2

order by referrer_kind, code
