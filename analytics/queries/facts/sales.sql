-- Builds the cubes over lines that pages read. Leaves keyed_lines and order_sums for
-- facts/prices.sql and facts/customers.sql, which run after it. Written in the portable subset but
-- for a hash and a variable, so that nearly the same text can run on a cluster.
-- Reads the tables of facts/keyed_lines.sql and facts/order_totals.sql.

-- order_costs: one row per order with a line whose cost is known: the cost, and the money it is the
-- cost of. Apart, for most files tell no costs.
create temp table order_costs as
select
    order_key,
    sum(cost) as cost,
    sum(amount::double) as costed

from keyed_lines

where cost is not null

group by order_key;

-- taken_again: one row per order of one line and return of as many of the product by its customer,
-- under another number in the 30 days before. A table of its own, so that joining many lines to few
-- orders is cheap.
create temp table taken_again as
with

sent_back as (

    select
        customer_no,
        product_key,
        ordered_at,
        -quantity as units

    from keyed_lines

    where quantity < 0 and coalesce(amount, 0) <= 0 and customer_no is not null and product_key > 0

)

select
    order_totals.order_key,
    sent_back.customer_no,
    sent_back.product_key,
    sent_back.ordered_at as returned_at

from order_totals

inner join sent_back
    on order_totals.customer_no = sent_back.customer_no
    and product_of(order_totals.lead_key) = sent_back.product_key

where
    order_totals.count_lines = 1
    and order_totals.is_purchase
    and order_totals.quantity <= sent_back.units
    and order_totals.ordered_at >= sent_back.ordered_at
    and order_totals.ordered_at::date - sent_back.ordered_at::date <= 30;

-- bill_orders: one row per order of nothing but lines that settle a bill, as a difference in price
-- or postage: money, and no purchase.
create temp table bill_orders as
with

orders_with_bill as (

    select distinct order_key

    from keyed_lines

    where settles_bill

)

select keyed_lines.order_key

from keyed_lines

inner join orders_with_bill
    on keyed_lines.order_key = orders_with_bill.order_key

group by keyed_lines.order_key

having bool_and(keyed_lines.settles_bill);

-- exchanges: one row per order that holds only what its customer had bought before and sent back:
-- the goods are other ones, the purchase is the old one. What is sent back under the number of its
-- own order needs no such rule, for that order then has nothing left. And one row per bill order,
-- which is no purchase either.
create temp table exchanges as
select distinct taken_again.order_key

from taken_again

inner join keyed_lines
    on taken_again.customer_no = keyed_lines.customer_no
    and taken_again.product_key = keyed_lines.product_key

where keyed_lines.quantity > 0 and keyed_lines.ordered_at < taken_again.returned_at

union

select order_key from bill_orders;

drop table taken_again;

drop table bill_orders;

-- order_totals from here on: an order of exchanges is no purchase. Set here once, for many queries
-- would have to look every order up.
update order_totals set is_purchase = false

where is_purchase and order_key in (select order_key from exchanges);

drop table exchanges;

create temp view order_sums as
select
    order_totals.customer_no,
    order_totals.ordered_at,
    order_totals.amount,
    order_totals.is_given,
    order_totals.lead_key,
    order_totals.is_full_price,
    order_costs.cost,
    order_costs.costed,
    order_totals.count_bought,
    order_totals.is_purchase

from order_totals

left join order_costs
    on order_totals.order_key = order_costs.order_key;

-- sales: one row per month, product and channel. `paid` is money in, `refunded` money back. `cost`
-- is of the goods behind `costed` of the amount; both null where no cost is known.
create table sales as
with

priced as (

    select
        *,
        year(ordered_at) * 12 + month(ordered_at) - 1 as month_number,
        case when amount > 0 then amount end as paid,
        -- 19 digits, or the product of two large amounts would not fit.
        case when amount > 0 then amount::decimal(19, 2) * amount end as paid_square,
        case when amount > 0 then amount >= 0.98 * list_amount end as is_full_price

    from keyed_lines

)

select
    make_date((month_number // 12)::integer, (month_number % 12 + 1)::integer, 1) as month_on,
    product_key,
    channel_key,
    count(*)::integer as count_lines,
    (count(*) filter (where paid is not null))::integer as count_paid_lines,
    sum(quantity)::bigint as quantity,
    (sum(quantity) filter (where paid is not null))::bigint as paid_quantity,
    coalesce(sum(amount), 0)::decimal(18, 2) as amount,
    coalesce(sum(paid), 0)::decimal(18, 2) as paid,
    coalesce(sum(paid_square), 0)::double as paid_squared,
    (coalesce(-sum(amount) filter (where amount < 0), 0))::decimal(18, 2) as refunded,
    (coalesce(sum(paid) filter (where list_amount is not null), 0))::decimal(18, 2) as listed_paid,
    coalesce(sum(list_amount), 0)::decimal(18, 2) as list_amount,
    (coalesce(sum(paid) filter (where is_full_price), 0))::decimal(18, 2) as full_price_paid,
    (coalesce(sum(list_amount) filter (where is_full_price), 0))::decimal(18, 2)
        as full_price_list_amount,
    (coalesce(sum(paid_square) filter (where list_amount is not null), 0))::double
        as listed_squared,
    (coalesce(sum(paid_square) filter (where is_full_price), 0))::double as full_price_squared,
    (count(*) filter (where list_amount is not null))::integer as count_listed_lines,
    sum(cost)::decimal(18, 2) as cost,
    (sum(amount) filter (where cost is not null))::decimal(18, 2) as costed

from priced

group by month_number, product_key, channel_key

order by month_on, product_key, channel_key;

-- basket_lines: one row per product bought in an order, of about half a million lines: above that a
-- fixed part of the orders speaks for all, `one_in` says which. Gifts and returned lines are no
-- choice of the buyer; a line without an order number is alone in its order: no pair, and no order
-- to compare with. The part is known beforehand, or every line would be joined to it.
set variable one_in = (select greatest((count(*) + 499999) // 500000, 1) from keyed_lines);

create table basket_lines as
select distinct
    hash(order_key) as order_hash,
    product_key,
    channel_key,
    date_trunc('month', ordered_at)::date as month_on,
    getvariable('one_in')::integer as one_in

from keyed_lines

where
    is_ordered
    and quantity > 0
    and (amount is null or amount > 0)
    and hash(order_key) % getvariable('one_in') = 0;
