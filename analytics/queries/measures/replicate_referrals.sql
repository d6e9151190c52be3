-- One row per replicate group and kind of referral of the first purchase, as
-- measures/new_customers_by_referral: customers. Codes are of IPs only. Reads replicate_customers.
-- Parameters: start, end, channels, products.
select
    replicate::integer as replicate,
    referrer_kind::varchar as referrer_kind,
    (case when referrer_kind = 'ip' then referrer_id end)::varchar as referrer_id,
    is_rewarded::boolean as is_rewarded,
    count(*)::bigint as customers

from replicate_customers

where
    -- include shared/first_purchase_in_scope with row = replicate_customers

group by all

order by replicate, referrer_kind, referrer_id, is_rewarded
