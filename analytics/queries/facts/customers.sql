-- Builds what pages read of customers, after facts/product_days.sql: purchases, customers, and the
-- cubes over them. Written in the portable subset, with the macros of facts/packing.sql, so that
-- the same text can run on a cluster. Reads order_sums, people, buyers, customer_ids,
-- customer_days, first_purchases, bought_lines, channels, products and the view order_lines.

-- orders_by_month: one row per month and channel.
create table orders_by_month as
select
    date_trunc('month', ordered_at)::date as month_on,
    channel_of(lead_key)::smallint as channel_key,
    count(*)::integer as count_orders,
    (count(*) filter (where is_purchase))::integer as count_purchases,
    (count(*) filter (where is_purchase and customer_no is null))::integer as count_guest_purchases,
    sum(amount)::decimal(18, 2) as amount

from order_sums

group by date_trunc('month', ordered_at)::date, channel_of(lead_key)

order by month_on, channel_key;

-- given_days: one row per identified customer and day on which something was given and nothing
-- bought. Models of how often people come count such days, as their published examples do;
-- repurchase does not. customer_key is null for those who never bought.
create table given_days as
with

gift_days as (

    select
        customer_no,
        ordered_at::date as ordered_on,
        count(*) as count_orders,
        min(channel_of(lead_key)) as channel_key,
        min(product_of(lead_key)) as product_key

    from order_sums

    where is_given and customer_no is not null

    group by customer_no, ordered_at::date

)

select
    people.customer_id,
    buyers.customer_key,
    gift_days.ordered_on,
    gift_days.count_orders::integer as count_orders,
    gift_days.channel_key::smallint as channel_key,
    gift_days.product_key::integer as product_key

from gift_days

inner join people
    on gift_days.customer_no = customer_number(people.customer_id)

left join buyers
    on gift_days.customer_no = buyers.customer_no

left join customer_days
    on buyers.customer_key = customer_days.customer_key
    and gift_days.ordered_on = customer_days.ordered_on
    and customer_days.is_purchase

where customer_days.customer_key is null

order by people.customer_id, gift_days.ordered_on;

-- crowded_days: one row per identified customer and day with more than one purchase. A table of its
-- own, or the orders might be matched by day alone.
create temp table crowded_days as
select
    buyers.customer_no,
    customer_days.customer_key,
    customer_days.ordered_on

from customer_days

inner join buyers
    on customer_days.customer_key = buyers.customer_key

where customer_days.count_orders > 1;

-- second_channel_days: one row per channel of such a day, of which `purchases` has the first.
create temp table second_channel_days as
select distinct
    crowded_days.customer_key,
    crowded_days.ordered_on,
    channel_of(order_sums.lead_key)::smallint as channel_key

from order_sums

inner join crowded_days
    on order_sums.customer_no = crowded_days.customer_no
    and order_sums.ordered_at::date = crowded_days.ordered_on

where order_sums.is_purchase;

drop table crowded_days;

-- outside_days: one row per person and day with orders that no cohort can hold: of days before the
-- first purchase, and of those who never bought (customer_key is null). Refunds and gifts, then: a
-- day with a purchase is in a cohort.
create table outside_days as
with

idle_days as (

    select
        customer_no,
        ordered_at::date as ordered_on,
        count(*) as count_orders,
        sum(amount) as amount

    from order_sums

    where not is_purchase and customer_no is not null

    group by customer_no, ordered_at::date

)

select
    people.customer_id,
    first_purchases.customer_key,
    idle_days.ordered_on,
    idle_days.count_orders::integer as count_orders,
    idle_days.amount::decimal(18, 2) as amount

from idle_days

inner join people
    on idle_days.customer_no = customer_number(people.customer_id)

left join first_purchases
    on idle_days.customer_no = first_purchases.customer_no

where first_purchases.first_on is null or idle_days.ordered_on < first_purchases.first_on

order by people.customer_id, idle_days.ordered_on;

drop table first_purchases;

drop view order_sums;

drop table buyers;

drop table people;

drop table order_costs;

drop table order_totals;

-- purchases: one row per customer and day, with the customer's first purchase beside it. `place`
-- counts purchase days from 1; rows with only refunds have none.
-- `first_in` adds 1, 2, 4 and 8 where it is the customer's first purchase day in its week, month,
-- quarter and year. `cost` is of the goods behind `costed` of the amount; both null where no cost
-- is known. `is_priced`: list prices tell whether it was at full price.
-- `acq_` is what the first purchase was.
create table purchases as
with

placed as (

    select
        *,
        row_number() over history as place,
        lag(ordered_on) over history as previous_on,
        first_value(ordered_on) over history as first_on,
        first_value(lead_key) over history as acq_lead_key

    from customer_days

    window history as (partition by customer_key order by is_purchase desc, ordered_on)

)

select
    customer_key,
    ordered_on,
    case when is_purchase then place end::integer as place,
    case when is_purchase then previous_on end as previous_on,
    (case
        when not is_purchase then 0
        when previous_on is null then 15
        else
            -- Weeks from a Monday before any day that is read; a quarter opens with a month.
            case
                when
                    (previous_on - date '1900-01-01') // 7 < (ordered_on - date '1900-01-01') // 7
                    then 1
                else 0
            end
            + case when ordered_on - previous_on >= day(ordered_on) then 2 else 0 end
            + case
                when
                    ordered_on - previous_on >= day(ordered_on)
                    and (year(previous_on) * 12 + month(previous_on) - 1) // 3
                    < (year(ordered_on) * 12 + month(ordered_on) - 1) // 3
                    then 4
                else 0
            end
            + case when year(previous_on) < year(ordered_on) then 8 else 0 end
    end)::tinyint as first_in,
    first_on,
    count_orders,
    amount,
    coalesce(is_full_price, false) as is_full_price,
    is_full_price is not null as is_priced,
    cost::decimal(18, 2) as cost,
    costed::decimal(18, 2) as costed,
    is_purchase,
    channel_of(lead_key)::smallint as channel_key,
    product_of(lead_key)::integer as product_key,
    channel_of(acq_lead_key)::smallint as acq_channel_key,
    product_of(acq_lead_key)::integer as acq_product_key

from placed

where ordered_on >= first_on

order by acq_product_key, customer_key, ordered_on;

drop table customer_days;

-- product_days: one row per customer, product and purchase day on which it was bought, with the
-- customer's next such day and, as in purchases, the first purchase beside it. Above two million
-- lines a fixed part of the customers, all their days, speaks for all; `one_in` says which.
create table product_days as
with

bought_days as (

    select distinct
        product_key,
        customer_key,
        ordered_on,
        first_on,
        acq_channel_key,
        acq_product_key

    from bought_lines

    where customer_key % getvariable('one_customer_in') = 0

)

select
    product_key,
    customer_key,
    ordered_on,
    lead(ordered_on) over (
        partition by product_key, customer_key
        order by ordered_on
    ) as again_on,
    first_on,
    acq_channel_key,
    acq_product_key,
    getvariable('one_customer_in')::integer as one_in

from bought_days

order by product_key, customer_key, ordered_on;

-- customers: one row per identified customer with a purchase, by what brought them. `amount_90` and
-- so on are what is left after refunds of the first 90, 180 and 365 days, the first purchase day
-- being day 1.
create table customers as
with

first_product_again as (

    select
        customer_key,
        min(ordered_on) as again_on

    from bought_lines

    where product_key = acq_product_key and ordered_on > first_on

    group by customer_key

),

-- Of a day with purchases in several channels `purchases` has the first alone.
second_channel_again as (

    select
        purchases.customer_key,
        min(purchases.ordered_on) as again_on

    from second_channel_days

    inner join purchases
        on second_channel_days.customer_key = purchases.customer_key
        and second_channel_days.ordered_on = purchases.ordered_on
        and second_channel_days.channel_key = purchases.acq_channel_key

    where purchases.place > 1 and purchases.acq_channel_key > 0

    group by purchases.customer_key

)

select
    purchases.customer_key,
    min(first_on) as first_on,
    min(case when place = 2 then ordered_on end) as second_on,
    min(case when place = 3 then ordered_on end) as third_on,
    min(case when place = 2 then purchases.channel_key end) as second_channel_key,
    min(case when place = 3 then purchases.channel_key end) as third_channel_key,
    max(case when is_purchase then ordered_on end) as last_on,
    coalesce(bool_or(is_purchase and channels.domain = 'private'), false) as has_bought_privately,
    min(case when place > 1 and is_full_price then ordered_on end) as full_price_again_on,
    min(first_product_again.again_on) as same_product_again_on,
    least(
        min(
            case
                when place > 1 and acq_channel_key > 0 and purchases.channel_key = acq_channel_key
                    then ordered_on
            end
        ),
        min(second_channel_again.again_on)
    ) as same_channel_again_on,
    sum(count_orders)::integer as count_orders,
    max(place)::integer as count_days,
    sum(amount)::decimal(18, 2) as amount,
    (sum(
        case when ordered_on - first_on < 90 then amount else 0 end
    ))::decimal(18, 2) as amount_90,
    (sum(
        case when ordered_on - first_on < 180 then amount else 0 end
    ))::decimal(18, 2) as amount_180,
    (sum(
        case when ordered_on - first_on < 365 then amount else 0 end
    ))::decimal(18, 2) as amount_365,
    min(acq_channel_key) as acq_channel_key,
    min(acq_product_key) as acq_product_key

from purchases

left join channels
    on purchases.channel_key = channels.channel_key

left join first_product_again
    on purchases.customer_key = first_product_again.customer_key

left join second_channel_again
    on purchases.customer_key = second_channel_again.customer_key

group by purchases.customer_key

order by acq_product_key, first_on, purchases.customer_key;

drop table second_channel_days;

drop table bought_lines;

-- referrals: one row per customer whose first purchase day carries a referrer: that of the first
-- line that names one. A referrer of no kind is a customer. A channel is a distribution's by the
-- map of channels, as everywhere.
create table referrals as
with

named_referrers as (

    select
        customers.customer_key,
        coalesce(order_lines.referrer_kind, 'customer') as referrer_kind,
        order_lines.referrer_id,
        coalesce(channels.social_model, order_lines.social_model) = 'distribution' as is_rewarded,
        row_number() over (
            partition by customers.customer_key
            order by order_lines.ordered_at, order_lines.order_key, order_lines.referrer_id
        ) as place

    from order_lines

    inner join customer_ids
        on order_lines.customer_id = customer_ids.customer_id

    inner join customers
        on customer_ids.customer_key = customers.customer_key

    left join channels
        on order_lines.channel = channels.channel

    where
        order_lines.referrer_id is not null
        and order_lines.ordered_at::date = customers.first_on

)

select
    customer_key,
    referrer_kind,
    referrer_id,
    coalesce(is_rewarded, false) as is_rewarded

from named_referrers

where place = 1

order by customer_key;

-- campaigns: one row per customer whose first purchase day carries a campaign: that of its dearest
-- line.
create table campaigns as
with

campaign_lines as (

    select
        customers.customer_key,
        order_lines.campaign,
        row_number() over (
            partition by customers.customer_key
            order by order_lines.amount desc nulls last, order_lines.campaign
        ) as place

    from order_lines

    inner join customer_ids
        on order_lines.customer_id = customer_ids.customer_id

    inner join customers
        on customer_ids.customer_key = customers.customer_key

    where order_lines.campaign is not null and order_lines.ordered_at::date = customers.first_on

)

select
    customer_key,
    campaign

from campaign_lines

where place = 1

order by customer_key;

-- return_lines: one row per line sent back or with a reason for it. A table, so that many customers
-- are held against few lines and not the other way round (facts/replicate_people.sql).
create temp table return_lines as
select
    order_lines.order_key,
    order_lines.customer_id,
    order_lines.ordered_at,
    coalesce(products.product_key, 0) as product_key,
    coalesce(channels.channel_key, 0)::smallint as channel_key,
    order_lines.return_reason,
    order_lines.quantity

from order_lines

left join channels
    on order_lines.channel = channels.channel

left join products
    on coalesce(order_lines.sku, order_lines.product) = products.item

where order_lines.quantity < 0 or order_lines.return_reason is not null;

-- returns: one row per month, product, channel and reason as written; `quantity` is units sent
-- back.
create table returns as
select
    date_trunc('month', ordered_at)::date as month_on,
    product_key,
    channel_key,
    return_reason,
    count(*)::integer as count_lines,
    sum(abs(quantity))::integer as quantity

from return_lines

group by date_trunc('month', ordered_at)::date, product_key, channel_key, return_reason

order by month_on, product_key, channel_key, return_reason;
