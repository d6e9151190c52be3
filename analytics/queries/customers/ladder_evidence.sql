-- One row: what the ladder can be judged by. Customers who name a customer as referrer, dated
-- recommendation scores that carry a customer's id, and purchase days whose list price is known.
-- Reads referrals, feedback, customer_ids, purchases. Parameters: survey_sources.
select
    (
        select count(*)
        from referrals
        where coalesce(referrer_kind, 'customer') = 'customer'
    )::bigint as referrals,
    (
        select count(*)
        from feedback
        where
            nps is not null
            and submitted_at is not null
            and list_contains($survey_sources::varchar[], source)
            and customer_id in (select customer_id from customer_ids)
    )::bigint as answers,
    (select count(*) from purchases where is_priced and is_purchase)::bigint as priced
