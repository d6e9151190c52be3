-- One row per customer who stands on one rung on a day, as customers/ladder_moves.sql says it.
-- Reads customers, purchases, referrals, customer_ids, feedback, channels, products. Parameters: later, rung,
-- repeat_days, loyal_days, asleep_days, referred, nps, full_price, steel_days, start, end, channels, products
-- (the last four of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

kept as (

    select
        customer_key,
        first_on,
        last_on,
        count_days

    from customers

    where
        first_on <= $later::date
        and ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        and ($start::date is null or first_on >= $start::date)
        and ($end::date is null or first_on < $end::date + interval 1 month)

),

-- Whoever bought after a day: the first of those purchases tells the one before it. Nobody else has changed.
changed as (

    select
        customer_key,
        min(case when is_purchase and ordered_on > $later::date then place end) - 1 as later_days,
        min(case when is_purchase and ordered_on > $later::date then previous_on end) as later_last_on

    from purchases

    where ordered_on > $later::date and first_on <= $later::date

    group by customer_key

),

brought as (

    select
        customer_ids.customer_key,
        count(case when customers.first_on <= $later::date then 1 end) >= $referred as later_brought

    from referrals

    inner join customers
        on referrals.customer_key = customers.customer_key

    inner join customer_ids
        on referrals.referrer_id = customer_ids.customer_id

    where
        coalesce(referrals.referrer_kind, 'customer') = 'customer'
        and customer_ids.customer_key <> referrals.customer_key

    group by customer_ids.customer_key

),

answered as (

    select
        customer_ids.customer_key,
        feedback.nps,
        feedback.submitted_at::date as submitted_on,
        lead(feedback.submitted_at::date) over (
            partition by customer_ids.customer_key
            order by feedback.submitted_at, feedback.response_key
        ) as next_on

    from feedback

    inner join customer_ids
        on feedback.customer_id = customer_ids.customer_id

    where feedback.nps is not null and feedback.submitted_at is not null

),

-- What a customer said last by each day.
willing as (

    select
        customer_key,
        bool_or(nps >= $nps and submitted_on <= $later::date and (next_on is null or next_on > $later::date))
            as later_willing

    from answered

    group by customer_key

),

speakers as (

    select
        coalesce(brought.customer_key, willing.customer_key) as customer_key,
        coalesce(brought.later_brought, false) or coalesce(willing.later_willing, false) as later_speaks

    from brought

    full join willing
        on brought.customer_key = willing.customer_key

),

-- Prices are looked up for those alone who could be steel fans.
payers as (

    select
        customer_key,
        $full_price <= 0
        or count(case when is_priced and ordered_on <= $later::date then 1 end) > 0
        and 100 * count(case when is_full_price and ordered_on <= $later::date then 1 end)
        >= $full_price * count(case when is_priced and ordered_on <= $later::date then 1 end) as later_pays

    from purchases

    where is_purchase and customer_key in (select customer_key from speakers)

    group by customer_key

),

told as (

    select
        speakers.customer_key,
        speakers.later_speaks,
        payers.later_pays

    from speakers

    left join payers
        on speakers.customer_key = payers.customer_key

),

stood as (

    select
        kept.customer_key,
        kept.first_on,
        coalesce(changed.later_last_on, kept.last_on) as later_last_on,
        coalesce(changed.later_days, kept.count_days) as later_days,
        coalesce(told.later_speaks, false) as later_speaks,
        coalesce(told.later_pays, false) as later_pays

    from kept

    left join changed
        on kept.customer_key = changed.customer_key

    left join told
        on kept.customer_key = told.customer_key

),

climbed as (

    select
        customer_key,
        case
            when first_on > $later::date then 'new'
            when $later::date - later_last_on > $asleep_days then 'asleep'
            when later_days < $repeat_days then 'buyer'
            when later_days < $loyal_days then 'repeat'
            when not later_speaks then 'loyal'
            when $later::date - first_on >= $steel_days and later_pays then 'steel'
            else 'advocate'
        end as later_rung

    from stood

)

select customer_ids.customer_id::varchar as customer_id

from climbed

inner join customer_ids
    on climbed.customer_key = customer_ids.customer_key

where climbed.later_rung = $rung

order by customer_ids.customer_key
