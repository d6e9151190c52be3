-- One row per kind of referral of the first purchase (null = none): new customers, and those whom a
-- reward brought. Reads customers, referrals. Parameters: start, end, channels, products.
select
    referrals.referrer_kind::varchar as referrer_kind,
    referrals.referrer_id::varchar as referrer_id,
    coalesce(referrals.is_rewarded, false)::boolean as is_rewarded,
    count(*)::bigint as customers

from customers

left join referrals
    on customers.customer_key = referrals.customer_key

where
    -- include shared/first_purchase_in_scope with row = customers

group by referrals.referrer_kind, referrals.referrer_id, coalesce(referrals.is_rewarded, false)

order by customers desc, referrer_kind, referrer_id, is_rewarded
