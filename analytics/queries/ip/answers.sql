-- One row per who brought the respondent (kind null: nobody; the code only of IPs): survey
-- responses of known customers that count, and of the items on endorsement and IP (0-10) answers,
-- sum and sum of squares. Which responses count: feedback/sums.sql.
-- Reads feedback, customer_ids, customers, referrals. Parameters: survey_sources, start, end,
-- channels, products (all of the answer).
with

-- include feedback/counted_feedback,

respondents as (

    select
        customers.customer_key,
        counted_feedback.endorsement::double as endorsement,
        counted_feedback.ip::double as ip

    from counted_feedback

    inner join customer_ids
        on counted_feedback.customer_id = customer_ids.customer_id

    inner join customers
        on customer_ids.customer_key = customers.customer_key

    where
        counted_feedback.is_surveyed
        and not counted_feedback.is_superseded
        and (counted_feedback.endorsement is not null or counted_feedback.ip is not null)

)

select
    referrals.referrer_kind::varchar as referrer_kind,
    (case when referrals.referrer_kind = 'ip' then referrals.referrer_id end)::varchar as code,
    count(*)::bigint as respondents,
    count(respondents.endorsement)::bigint as endorsement_count,
    coalesce(sum(respondents.endorsement), 0)::double as endorsement_sum,
    coalesce(sum(respondents.endorsement * respondents.endorsement), 0)::double
        as endorsement_squares,
    count(respondents.ip)::bigint as ip_count,
    coalesce(sum(respondents.ip), 0)::double as ip_sum,
    coalesce(sum(respondents.ip * respondents.ip), 0)::double as ip_squares

from respondents

left join referrals
    on respondents.customer_key = referrals.customer_key

group by 1, 2

order by referrer_kind, code
