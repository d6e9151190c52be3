-- One row per referrer who is no customer, most brought first: an id that bought nothing, or the
-- code of an IP. Reads referrals, customer_ids. Parameters: limit.
select
    referrals.referrer_id::varchar as referrer_id,
    coalesce(referrals.referrer_kind = 'ip', false)::boolean as is_ip,
    count(*)::bigint as customers

from referrals

left join customer_ids
    on referrals.referrer_id = customer_ids.customer_id

where customer_ids.customer_key is null or referrals.referrer_kind = 'ip'

group by referrals.referrer_id, coalesce(referrals.referrer_kind = 'ip', false)

order by customers desc, referrer_id, is_ip

limit $limit
