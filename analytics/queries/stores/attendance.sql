-- One row per kind of person, side and what came of it: people who were a guest of an event or not,
-- by the days from the end of the event to their next purchase (is_event), or until nobody looked
-- any more. A guest of several counts at the first. Everybody else is looked at once, at an event
-- drawn by a hash, so that people count once; whoever comes to a later event is nobody's guest
-- before. Of many customers a part, drawn by a hash too, stands for all who were no guests.
-- Kinds: the event, days since the last purchase, purchase days, money (fourfold steps) and
-- the kind of place of the last purchase, all as they stood when the event began.
-- With shift_days the same people as they stood so many days before the event, followed until it.
-- Reads sheet_events, sheet_event_attendance, customer_ids, customers, purchases, channels, about.
-- Parameters: event_ids, shift_days, horizon_days, most_others, channels, products (of the first
-- purchase).
with

-- include stores/event_days,

event_windows as (

    select
        event_id,
        starts_on,
        starts_on - $shift_days::integer as history_before,
        case
            when $shift_days::integer = 0 then ends_on
            else starts_on - $shift_days::integer - 1
        end as clock_on,
        row_number() over (order by starts_on, event_id) - 1 as place

    from event_days

),

first_visits as (

    select
        customer_ids.customer_key,
        min(event_windows.place) as place

    from sheet_event_attendance

    inner join event_windows
        on trim(sheet_event_attendance.event_id) = event_windows.event_id

    inner join customer_ids
        on sheet_event_attendance.customer_id = customer_ids.customer_id

    group by customer_ids.customer_key

),

scoped_customers as (

    select
        customers.customer_key,
        customers.first_on,
        first_visits.place as visit_place,
        -- Hashes are unsigned: with a signed divisor each would be reckoned in 128 bits.
        hash(customers.customer_key)
            % (select count(*)::ubigint from event_windows) as drawn_place

    from customers

    left join first_visits
        on customers.customer_key = first_visits.customer_key

    where
        (
            first_visits.place is not null
            or hash(customers.customer_key, 'others')
                % (
                    select greatest(count(*) // $most_others::bigint, 1)::ubigint from customers
                ) = 0
        )
        and
        -- include shared/acquisition_in_scope with row = customers

),

looked_at_people as (

    select
        customer_key,
        first_on,
        visit_place as place,
        true as is_guest

    from scoped_customers

    where visit_place is not null

    union all

    select
        scoped_customers.customer_key,
        scoped_customers.first_on,
        event_windows.place,
        false as is_guest

    from scoped_customers

    inner join event_windows
        on scoped_customers.drawn_place::bigint = event_windows.place

    where
        scoped_customers.visit_place is null
        or scoped_customers.visit_place > event_windows.place

),

dated_people as (

    select
        looked_at_people.customer_key,
        looked_at_people.is_guest,
        event_windows.place,
        event_windows.history_before,
        event_windows.clock_on,
        least(about.as_of - event_windows.clock_on, $horizon_days::integer) as watched_days

    from looked_at_people

    inner join event_windows
        on looked_at_people.place = event_windows.place

    cross join about

    where
        looked_at_people.first_on < event_windows.history_before
        and about.as_of > event_windows.clock_on

),

own_purchases as (

    -- Of those people alone, asked before the join: else all purchases are put into its table.
    select
        customer_key,
        ordered_on,
        amount,
        channel_key

    from purchases

    where is_purchase and customer_key in (select customer_key from dated_people)

),

person_histories as (

    select
        dated_people.customer_key,
        dated_people.is_guest,
        min(dated_people.place) as place,
        min(dated_people.watched_days) as watched_days,
        count(*) filter (where own_purchases.ordered_on < dated_people.history_before) as days,
        min(dated_people.history_before - own_purchases.ordered_on) filter (
            where own_purchases.ordered_on < dated_people.history_before
        ) as recency,
        sum(own_purchases.amount) filter (
            where own_purchases.ordered_on < dated_people.history_before
        ) as amount,
        arg_max(own_purchases.channel_key, own_purchases.ordered_on) filter (
            where own_purchases.ordered_on < dated_people.history_before
        ) as channel_key,
        min(own_purchases.ordered_on - dated_people.clock_on) filter (
            where own_purchases.ordered_on > dated_people.clock_on
        ) as next_days

    from dated_people

    inner join own_purchases
        on dated_people.customer_key = own_purchases.customer_key

    group by dated_people.customer_key, dated_people.is_guest

),

person_kinds as (

    select
        person_histories.is_guest,
        person_histories.place,
        case
            when recency <= 30 then 1
            when recency <= 90 then 2
            when recency <= 180 then 3
            when recency <= 365 then 4
            else 5
        end as recency,
        case when days <= 2 then days when days <= 4 then 3 when days <= 8 then 4 else 5 end
            as often,
        case when amount > 1 then floor(log2(amount) / 2)::integer else 0 end as money,
        concat(channels.domain, '-', channels.mode) as place_kind,
        least(coalesce(next_days, watched_days), watched_days) as days,
        coalesce(next_days <= watched_days, false) as is_event

    from person_histories

    left join channels
        on person_histories.channel_key = channels.channel_key

)

select
    concat_ws('/', place, recency, often, money, place_kind)::varchar as kind,
    is_guest::boolean as is_guest,
    days::integer as days,
    is_event::boolean as is_event,
    count(*)::bigint as people

from person_kinds

group by all

order by kind, is_guest, days, is_event
