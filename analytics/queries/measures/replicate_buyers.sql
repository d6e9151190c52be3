-- One row per customer looked at: whose orders, and in which replicate group. Reads
-- replicate_people, customer_ids. No parameters.
select
    customer_ids.customer_id::varchar as customer_id,
    replicate_people.replicate::integer as replicate

from replicate_people

inner join customer_ids
    on replicate_people.customer_key = customer_ids.customer_key

order by customer_id
