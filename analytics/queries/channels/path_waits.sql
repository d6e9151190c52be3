-- One row per first place, second place, days since the second purchase and outcome: customers who
-- bought a third time on that day, or who were last seen without a third purchase that many days
-- after the second (censored).
-- Reads customers, channels, products, about. Parameters: by (domain / mode / social_model), start,
-- end, channels, products (all of the first purchase).
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

wait_counts as (

    select
        customers.acq_channel_key as first_channel_key,
        customers.second_channel_key,
        coalesce(customers.third_on, about.as_of) - customers.second_on as days,
        customers.third_on is not null as is_event,
        count(*) as customers

    from customers

    cross join about

    where
        customers.second_on is not null
        and (
            -- include shared/first_purchase_in_scope with row = customers
        )

    group by all

)

select
    firsts.place::varchar as first_place,
    seconds.place::varchar as second_place,
    greatest(wait_counts.days, 0)::integer as days,
    wait_counts.is_event::boolean as is_event,
    sum(wait_counts.customers)::bigint as customers

from wait_counts

inner join places as firsts
    on wait_counts.first_channel_key = firsts.channel_key

inner join places as seconds
    on wait_counts.second_channel_key = seconds.channel_key

group by firsts.place, seconds.place, greatest(wait_counts.days, 0), wait_counts.is_event

order by first_place, second_place, days, is_event
