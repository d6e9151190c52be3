-- One row per month of first purchase and place (social model, domain, online or offline; null
-- where not known): new customers, those watched for the window, and how many of these bought again
-- in it.
-- Reads customers, channels, products, about. Parameters: window_days, start, end, channels,
-- products (all of the first purchase).
with

channel_months as (

    select
        year(customers.first_on) * 12 + month(customers.first_on) - 1 as month_number,
        customers.acq_channel_key,
        count(*) as customers,
        count(*) filter (where about.as_of - customers.first_on >= $window_days::integer)
            as eligible,
        count(*) filter (
            where
                about.as_of - customers.first_on >= $window_days::integer
                and customers.second_on - customers.first_on <= $window_days::integer
        ) as repeaters

    from customers

    cross join about

    where
        -- include shared/first_purchase_in_scope with row = customers

    group by
        year(customers.first_on) * 12 + month(customers.first_on) - 1,
        customers.acq_channel_key

)

select
    make_date(
        (channel_months.month_number // 12)::integer,
        (channel_months.month_number % 12 + 1)::integer,
        1
    )::date as month_on,
    channels.social_model::varchar as social_model,
    channels.domain::varchar as domain,
    channels.mode::varchar as mode,
    sum(channel_months.customers)::bigint as customers,
    sum(channel_months.eligible)::bigint as eligible,
    sum(channel_months.repeaters)::bigint as repeaters

from channel_months

inner join channels
    on channel_months.acq_channel_key = channels.channel_key

group by channel_months.month_number, channels.social_model, channels.domain, channels.mode

order by month_on, social_model, domain, mode
