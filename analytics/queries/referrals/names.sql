-- One row per customer of these keys: the id as written. Reads customer_ids. Parameters: keys.
select
    customer_key::integer as customer_key,
    customer_id::varchar as customer_id

from customer_ids

where list_contains($keys::integer[], customer_key)

order by customer_key
