-- Builds, after facts/sales.sql and before facts/prices.sql, what facts/customers.sql needs of the
-- lines: customer_ids, customer_days, first_purchases and bought_lines. Written in the portable
-- subset, but for a variable.
-- Reads keyed_lines, people, order_totals and order_sums.

-- customer_ids: one row per buyer, an identified customer with a purchase; apart, for facts need no
-- text. `customer_key` numbers them by name.
create table customer_ids as
select
    customer_id,
    (row_number() over (order by customer_id))::integer as customer_key

from people

where
    customer_number(customer_id) in (
        select customer_no

        from order_sums

        where is_purchase and customer_no is not null
    )

order by customer_id;

-- buyers: one row per buyer, by both numbers.
create temp table buyers as
select
    customer_number(customer_id) as customer_no,
    customer_key

from customer_ids;

-- customer_days: one row per buyer and day with an order of any kind.
create temp table customer_days as
select
    buyers.customer_key,
    order_sums.ordered_at::date as ordered_on,
    (count(*) filter (where order_sums.is_purchase))::integer as count_orders,
    sum(order_sums.amount)::decimal(18, 2) as amount,
    bool_or(order_sums.is_purchase) as is_purchase,
    -- Null where no purchase of the day has list prices.
    bool_or(case when order_sums.is_purchase then order_sums.is_full_price end) as is_full_price,
    sum(order_sums.cost) as cost,
    sum(order_sums.costed) as costed,
    -- The first purchase of the day (else its first order), packed with its second so that ties
    -- fall the same way every time.
    lead_key_behind(min(ranked_lead_key(
        case when order_sums.is_purchase then 0 else 86400 end
        + extract(epoch from order_sums.ordered_at)::bigint % 86400,
        order_sums.lead_key
    ))) as lead_key

from order_sums

inner join buyers
    on order_sums.customer_no = buyers.customer_no

group by buyers.customer_key, order_sums.ordered_at::date;

-- first_purchases: one row per buyer: the first purchase day, and the channel and the product that
-- brought the customer on it.
create temp table first_purchases as
with

firsts as (

    -- The day before the lead key in one number: the earliest brings its key along.
    select
        customer_key,
        min(ranked_lead_key(ordered_on - date '1900-01-01', lead_key)) as ranked

    from customer_days

    where is_purchase

    group by customer_key

)

select
    buyers.customer_no,
    firsts.customer_key,
    date '1900-01-01' + (rank_before(firsts.ranked))::integer as first_on,
    channel_of(lead_key_behind(firsts.ranked))::smallint as acq_channel_key,
    product_of(lead_key_behind(firsts.ranked))::integer as acq_product_key

from firsts

inner join buyers
    on firsts.customer_key = buyers.customer_key;

-- Above two million lines bought a fixed part of the customers, all their days, speaks for all in
-- product_days: one in so many.
set variable one_customer_in = (
    select greatest((coalesce(sum(count_bought), 0) + 1999999) // 2000000, 1)::integer

    from order_sums

    where is_purchase
);

-- bought_lines: one row per line of a purchase of a buyer with which a product was bought, whatever
-- else was in the order: of the product that brought the customer, on a later day, and every line
-- of the customers that speak for all in product_days.
create temp table bought_lines as
with

idle_orders as (

    select order_key from order_totals where not is_purchase

),

candidates as (

    select
        keyed_lines.order_key,
        first_purchases.customer_key,
        keyed_lines.product_key,
        keyed_lines.ordered_at::date as ordered_on,
        first_purchases.first_on,
        first_purchases.acq_channel_key,
        first_purchases.acq_product_key

    from keyed_lines

    inner join first_purchases
        on keyed_lines.customer_no = first_purchases.customer_no

    where
        keyed_lines.is_bought
        and (
            (
                keyed_lines.product_key = first_purchases.acq_product_key
                and keyed_lines.ordered_at::date > first_purchases.first_on
            )
            or first_purchases.customer_key % getvariable('one_customer_in') = 0
        )

)

select
    candidates.customer_key,
    candidates.product_key,
    candidates.ordered_on,
    candidates.first_on,
    candidates.acq_channel_key,
    candidates.acq_product_key

from candidates

left join idle_orders
    on candidates.order_key = idle_orders.order_key

where idle_orders.order_key is null;
