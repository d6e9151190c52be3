-- One row per path of places (up to three purchase days) and how it ended: customers. A place is
-- null where the channel's is not known; count_days says how many days of the path there are.
-- `ended`: stopped (nothing within the window after the last one), recent (not watched that long
-- after it), open (a third one). Only customers watched for the window after the first.
-- Reads customers, channels, products, about. Parameters: by (domain / mode / social_model),
-- window_days, start, end, channels, products (all of the first purchase).
with

places as (

    select
        channel_key,
        case $by
            when 'mode' then mode
            when 'social_model' then social_model
            else domain
        end as place

    from channels

),

-- A gap counts only where it was watched to its end: else the quick ones alone would be seen.
watched_customers as (

    select
        customers.acq_channel_key as first_channel_key,
        customers.second_channel_key,
        customers.third_channel_key,
        coalesce(customers.second_on - customers.first_on <= $window_days::integer, false)
            as is_second,
        coalesce(customers.third_on - customers.second_on <= $window_days::integer, false)
            as is_third_soon,
        coalesce(customers.second_on <= about.as_of - $window_days::integer, false)
            as is_second_watched

    from customers

    cross join about

    where
        customers.first_on <= about.as_of - $window_days::integer
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

),

path_counts as (

    select
        first_channel_key,
        case when is_second then second_channel_key end as second_channel_key,
        case when is_second and is_second_watched and is_third_soon then third_channel_key end
            as third_channel_key,
        case
            when is_second and is_second_watched and is_third_soon then 3
            when is_second then 2
            else 1
        end as count_days,
        case
            when is_second and not is_second_watched then 'recent'
            when is_second and is_third_soon then 'open'
            else 'stopped'
        end as ended,
        count(*) as customers

    from watched_customers

    group by all

)

select
    firsts.place::varchar as first_place,
    seconds.place::varchar as second_place,
    thirds.place::varchar as third_place,
    path_counts.count_days::integer as count_days,
    path_counts.ended::varchar as ended,
    sum(path_counts.customers)::bigint as customers

from path_counts

left join places as firsts
    on path_counts.first_channel_key = firsts.channel_key

left join places as seconds
    on path_counts.second_channel_key = seconds.channel_key

left join places as thirds
    on path_counts.third_channel_key = thirds.channel_key

group by firsts.place, seconds.place, thirds.place, path_counts.count_days, path_counts.ended

order by customers desc, first_place, second_place, third_place, count_days, ended
