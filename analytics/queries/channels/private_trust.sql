-- One row: reachable people, those whose latest survey answer says how likely they are to
-- recommend, promoters among them (9 or 10), and those who brought somebody without being paid for
-- it.
-- Reads private_people, customers, customer_ids, referrals, feedback, channels. Parameters: source
-- (members / orders), survey_sources, start, end, channels, products (of the first purchase).
with

private_routes as (

    select *

    from private_people(
        $source::varchar, $start::date, $end::date, $channels::varchar[], $products::varchar[]
    )

),

persons as (

    select
        person,
        max(customer_id) as customer_id,
        max(customer_key) as customer_key

    from private_routes

    where is_reachable and $source = 'members'

    group by person

    union all

    -- From orders everybody is there once, and gathering a million people is not free.
    select
        person,
        customer_id,
        customer_key

    from private_routes

    where is_reachable and $source = 'orders'

),

-- From the few who answered or brought somebody to their persons: the ids of all persons need not
-- be looked up.
speaker_ids as (

    select customer_id

    from feedback

    where
        nps between 0 and 10
        and customer_id is not null
        and list_contains($survey_sources::varchar[], source)

    union

    select referrer_id

    from referrals

    where referrer_kind is distinct from 'ip' and referrer_id is not null

),

named as (

    select
        speaker_ids.customer_id,
        customer_ids.customer_key

    from speaker_ids

    left join customer_ids
        on speaker_ids.customer_id = customer_ids.customer_id

),

reachable_speakers as (

    select named.customer_id

    from named

    inner join persons
        on named.customer_key = persons.customer_key

    union

    select named.customer_id

    from named

    inner join persons
        on named.customer_id = persons.customer_id

),

answers as (

    select
        feedback.customer_id,
        feedback.nps,
        row_number() over (
            partition by feedback.customer_id
            order by feedback.submitted_at desc nulls last, feedback.response_key desc
        ) as place

    from feedback

    where
        feedback.nps between 0 and 10
        and list_contains($survey_sources::varchar[], feedback.source)
        and feedback.customer_id in (select customer_id from reachable_speakers)

),

unpaid as (

    select distinct referrals.referrer_id as customer_id

    from referrals

    inner join customers
        on referrals.customer_key = customers.customer_key

    inner join channels
        on customers.acq_channel_key = channels.channel_key

    where
        referrals.referrer_kind is distinct from 'ip'
        and not (referrals.is_rewarded or coalesce(channels.social_model = 'distribution', false))

)

select
    (select count(*) from persons)::bigint as people,
    (select count(*) from answers where place = 1)::bigint as answers,
    (select count(*) from answers where place = 1 and nps >= 9)::bigint as promoters,
    (
        select count(*)

        from reachable_speakers

        where customer_id in (select customer_id from unpaid)
    )::bigint as referrers,
    (select count(*) from referrals where referrer_kind is distinct from 'ip')::bigint as referrals
