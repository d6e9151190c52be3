-- One row per kind of referral of the first purchase (null = none): new customers, and those whom a
-- reward brought. Reads customers, referrals. Parameters: start, end, channels, products.
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

)

select
    referrals.referrer_kind::varchar as referrer_kind,
    referrals.referrer_id::varchar as referrer_id,
    coalesce(referrals.is_rewarded, false)::boolean as is_rewarded,
    count(*)::bigint as customers

from customers

left join referrals
    on customers.customer_key = referrals.customer_key

where
    ($channels::varchar[] is null or customers.acq_channel_key in (select channel_key from kept_channels))
    and ($products::varchar[] is null or customers.acq_product_key in (select product_key from kept_products))
    and ($start::date is null or customers.first_on >= $start::date)
    and ($end::date is null or customers.first_on < $end::date + interval 1 month)

group by referrals.referrer_kind, referrals.referrer_id, coalesce(referrals.is_rewarded, false)

order by customers desc, referrer_kind, referrer_id, is_rewarded
