-- One row per identified customer: who brought them, when they came, and what they were worth.
-- Reads customers, purchases, referrals, customer_ids, channels, about.
with

worth as (

    select
        customer_key,
        sum(case when ordered_on - first_on <= 30 then amount else 0 end) as value_30,
        sum(case when ordered_on - first_on <= 90 then amount else 0 end) as value_90,
        sum(case when ordered_on - first_on <= 180 then amount else 0 end) as value_180

    from purchases

    group by customer_key

)

select
    customers.customer_key::integer as customer_key,
    customers.first_on::date as first_on,
    customers.second_on::date as second_on,
    customers.count_days::integer as count_days,
    customers.acq_channel_key::smallint as channel_key,
    customers.acq_product_key::integer as product_key,
    (referrals.customer_key is not null)::boolean as is_named,
    coalesce(referrals.referrer_kind = 'ip', false)::boolean as is_ip,
    brought_by.customer_key::integer as referrer_key,
    -- Where the line does not say how it was sold, the place of its channel does.
    (
        referrals.customer_key is not null
        and (referrals.is_rewarded or coalesce(channels.social_model = 'distribution', false))
    )::boolean as is_paid,
    (case when about.count_amount_lines > 0 then customers.amount end)::double as value,
    (case when about.count_amount_lines > 0 then worth.value_30 end)::double as value_30,
    (case when about.count_amount_lines > 0 then worth.value_90 end)::double as value_90,
    (case when about.count_amount_lines > 0 then worth.value_180 end)::double as value_180,
    (about.as_of - customers.first_on)::integer as seen_days

from customers

cross join about

inner join worth
    on customers.customer_key = worth.customer_key

inner join channels
    on customers.acq_channel_key = channels.channel_key

left join referrals
    on customers.customer_key = referrals.customer_key

left join customer_ids as brought_by
    on referrals.referrer_id = brought_by.customer_id

order by customers.customer_key
