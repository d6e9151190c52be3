-- One row per month of first purchase, place (social model, domain, online or offline; null where
-- not known), days since the first purchase and outcome: new customers who bought again on that
-- day, or were last seen without a second purchase that many days after it (what comes after the
-- window is one day later than it); those watched for the window, and of these who bought again in
-- it. Reads customers, channels, about. Parameters: window_days, start, end, channels, products
-- (all of the first purchase).
with

channel_outcomes as (

    select
        year(customers.first_on) * 12 + month(customers.first_on) - 1 as month_number,
        customers.acq_channel_key,
        about.as_of - customers.first_on >= $window_days::integer as is_watched,
        coalesce(customers.second_on - customers.first_on <= $window_days::integer, false)
            as is_event,
        least(
            coalesce(customers.second_on, about.as_of) - customers.first_on,
            $window_days::integer + 1
        ) as days,
        count(*) as customers

    from customers

    cross join about

    where
        -- include shared/first_purchase_in_scope with row = customers

    group by all

)

select
    make_date(
        (channel_outcomes.month_number // 12)::integer,
        (channel_outcomes.month_number % 12 + 1)::integer,
        1
    )::date as month_on,
    channels.social_model::varchar as social_model,
    channels.domain::varchar as domain,
    channels.mode::varchar as mode,
    channel_outcomes.days::integer as days,
    channel_outcomes.is_event::boolean as is_event,
    sum(channel_outcomes.customers)::bigint as customers,
    coalesce(
        sum(channel_outcomes.customers) filter (where channel_outcomes.is_watched), 0
    )::bigint as eligible,
    coalesce(
        sum(channel_outcomes.customers) filter (
            where channel_outcomes.is_watched and channel_outcomes.is_event
        ),
        0
    )::bigint as repeaters

from channel_outcomes

inner join channels
    on channel_outcomes.acq_channel_key = channels.channel_key

group by
    channel_outcomes.month_number,
    channels.social_model,
    channels.domain,
    channels.mode,
    channel_outcomes.days,
    channel_outcomes.is_event

order by month_on, social_model, domain, mode, days, is_event
