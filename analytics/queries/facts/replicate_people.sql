-- Builds what the replicate groups say of customers, returns and responses, after
-- facts/feedback.sql and facts/about.sql. Written in the portable subset but for a hash of orders
-- that name nobody.
-- Reads replicate_people, replicates, customer_ids, customers, referrals, feedback and
-- return_lines.

-- replicate_customers: one row per customer looked at.
create or replace table replicate_customers as
select
    replicate_people.replicate,
    customers.first_on,
    customers.second_on,
    customers.full_price_again_on,
    customers.same_product_again_on,
    customers.acq_channel_key,
    customers.acq_product_key,
    referrals.referrer_kind,
    referrals.referrer_id,
    coalesce(referrals.is_rewarded, false) as is_rewarded

from replicate_people

inner join customers
    on replicate_people.customer_key = customers.customer_key

left join referrals
    on replicate_people.customer_key = referrals.customer_key

order by customers.first_on, replicate_people.customer_key;

-- replicate_returns: one row per group, month, product, channel and reason as written; `quantity`
-- is units sent back.
create or replace table replicate_returns as
with

drawn as (

    select
        return_lines.*,
        coalesce(
            replicate_people.replicate,
            case
                when customer_ids.customer_key is null
                    then (hash(return_lines.order_key) % 1000003 % 100)::tinyint
            end
        ) as replicate,
        customer_ids.customer_key is null as is_nameless,
        (hash(return_lines.order_key) % 1000003)::bigint as number

    from return_lines

    left join customer_ids
        on return_lines.customer_id = customer_ids.customer_id

    left join replicate_people
        on customer_ids.customer_key = replicate_people.customer_key

)

select
    drawn.replicate,
    date_trunc('month', drawn.ordered_at)::date as month_on,
    drawn.product_key,
    drawn.channel_key,
    drawn.return_reason,
    sum(abs(drawn.quantity))::bigint as quantity

from drawn

cross join replicates

where
    drawn.replicate is not null
    and (not drawn.is_nameless or drawn.number // 100 % replicates.one_in = 0)

group by
    drawn.replicate,
    date_trunc('month', drawn.ordered_at)::date,
    drawn.product_key,
    drawn.channel_key,
    drawn.return_reason

order by month_on, product_key, channel_key, return_reason, replicate;

drop table return_lines;

-- replicate_responses: one row per response. A customer's are in the customer's group, whoever is
-- looked at; those of another name together; one without a name alone.
create or replace table replicate_responses as
with

named as (

    select
        feedback.response_key,
        coalesce(
            customer_ids.customer_key,
            2000000000 + min(feedback.response_key) over (
                partition by
                    feedback.customer_id,
                    case when feedback.customer_id is null then feedback.response_key end
            )
        ) as person

    from feedback

    left join customer_ids
        on feedback.customer_id = customer_ids.customer_id

)

select
    response_key,
    (
        (
            -- include facts/replicate with key = person
        ) % 100
    )::tinyint as replicate

from named

order by response_key;
