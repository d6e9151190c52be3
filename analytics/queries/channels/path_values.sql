-- One row per first place and where the second purchase within the window was: customers watched
-- for the whole window and what they are worth in it, refunds taken off. is_back is false for those
-- without a second purchase in it.
-- Reads customers, channels, products, about. Parameters: by (domain / mode / social_model),
-- window_days (90, 180 or 365, the first purchase day being day 1), start, end, channels, products
-- (all of the first purchase).
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

customer_values as (

    select
        customers.acq_channel_key as first_channel_key,
        case
            when customers.second_on - customers.first_on < $window_days::integer
                then customers.second_channel_key
        end as second_channel_key,
        coalesce(customers.second_on - customers.first_on < $window_days::integer, false)
            as is_back,
        case $window_days::integer
            when 90 then customers.amount_90
            when 180 then customers.amount_180
            else customers.amount_365
        end as amount

    from customers

    cross join about

    where
        customers.first_on + $window_days::integer <= about.as_of + 1
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

),

-- Sums by channel first: there are far fewer of them than customers.
channel_sums as (

    select
        first_channel_key,
        second_channel_key,
        is_back,
        count(*) as customers,
        sum(amount) as amount,
        -- Exact, so that threads may add up in any order.
        sum((amount * amount)::decimal(38, 4)) as squares

    from customer_values

    group by first_channel_key, second_channel_key, is_back

)

select
    firsts.place::varchar as first_place,
    seconds.place::varchar as second_place,
    channel_sums.is_back::boolean as is_back,
    sum(channel_sums.customers)::bigint as customers,
    sum(channel_sums.amount)::double as amount,
    sum(channel_sums.squares)::double as squares

from channel_sums

inner join places as firsts
    on channel_sums.first_channel_key = firsts.channel_key

left join places as seconds
    on channel_sums.second_channel_key = seconds.channel_key

group by firsts.place, seconds.place, channel_sums.is_back

order by first_place, is_back, second_place
