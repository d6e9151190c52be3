-- Builds the replicate groups of people, after facts/product_days.sql and before the lines go: 100
-- groups drawn by chance, so that how measures differ from group to group tells how far, and how
-- far together, they would have differed among other people. Written in the portable subset but
-- for a hash of orders that name nobody.
-- Reads keyed_lines, people, buyers, customer_ids.

-- replicates: one row: of how many people one is looked at. Above half a million lines a part of
-- the people speaks for all.
create table replicates as
select greatest((count(*) + 499999) // 500000, 1)::integer as one_in

from keyed_lines;

-- replicate_people: one row per customer looked at. `replicate` 0 to 99 is the group.
create table replicate_people as
with

drawn as (

    select
        customer_ids.customer_id,
        customer_ids.customer_key,
        (
            -- include facts/replicate with key = customer_ids.customer_key
        ) as number

    from customer_ids

)

select
    drawn.customer_id,
    drawn.customer_key,
    (drawn.number % 100)::tinyint as replicate

from drawn

cross join replicates

where drawn.number // 100 % replicates.one_in = 0

order by drawn.customer_key;

-- drawn_numbers: one row per customer looked at; and strangers: one row per customer who never
-- bought. Tables of few rows, so that many lines are quickly held against them.
create temp table drawn_numbers as
select
    buyers.customer_no,
    replicate_people.replicate

from replicate_people

inner join buyers
    on replicate_people.customer_key = buyers.customer_key;

create temp table strangers as
select customer_number(customer_id) as customer_no

from people

where customer_number(customer_id) not in (select customer_no from buyers);

-- replicate_sales: one row per group, month, product and channel, sums as in `sales`. Orders of
-- nobody known, or of who never bought, are drawn one by one.
create table replicate_sales as
with

nameless as (

    select
        keyed_lines.*,
        (hash(keyed_lines.order_key) % 1000003)::bigint as number

    from keyed_lines

    left join strangers
        on keyed_lines.customer_no = strangers.customer_no

    where
        (keyed_lines.customer_no is null or strangers.customer_no is not null)
        and keyed_lines.amount > 0

),

drawn as (

    select
        drawn_numbers.replicate,
        keyed_lines.ordered_at,
        keyed_lines.product_key,
        keyed_lines.channel_key,
        keyed_lines.quantity,
        keyed_lines.amount,
        keyed_lines.list_amount

    from keyed_lines

    inner join drawn_numbers
        on keyed_lines.customer_no = drawn_numbers.customer_no

    where keyed_lines.amount > 0

    union all

    select
        (nameless.number % 100)::tinyint,
        nameless.ordered_at,
        nameless.product_key,
        nameless.channel_key,
        nameless.quantity,
        nameless.amount,
        nameless.list_amount

    from nameless

    cross join replicates

    where nameless.number // 100 % replicates.one_in = 0

),

priced as (

    select
        *,
        year(ordered_at) * 12 + month(ordered_at) - 1 as month_number,
        amount >= 0.98 * list_amount as is_full_price

    from drawn

)

select
    replicate,
    make_date((month_number // 12)::integer, (month_number % 12 + 1)::integer, 1) as month_on,
    product_key,
    channel_key,
    sum(quantity)::bigint as paid_quantity,
    sum(amount)::decimal(18, 2) as paid,
    (coalesce(sum(amount) filter (where list_amount is not null), 0))::decimal(18, 2)
        as listed_paid,
    coalesce(sum(list_amount), 0)::decimal(18, 2) as list_amount,
    (coalesce(sum(amount) filter (where is_full_price), 0))::decimal(18, 2) as full_price_paid,
    (coalesce(sum(list_amount) filter (where is_full_price), 0))::decimal(18, 2)
        as full_price_list_amount

from priced

group by replicate, month_number, product_key, channel_key

order by month_on, product_key, channel_key, replicate;

drop table drawn_numbers;

drop table strangers;
