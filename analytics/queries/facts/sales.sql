-- Builds what pages read from the lines of one version: channels, products, and the cubes over
-- lines. Leaves keyed_lines and order_sums for facts/prices.sql and facts/customers.sql, which run
-- after it. Written in the portable subset but for a hash and a variable, so that nearly the same
-- text can run on a cluster.
-- Reads the view order_lines (one row per kept line) and the tables of the extra sheets.

-- channels: one row per channel as written; key 0 is "not given", and takes what comes after the
-- first 30,000 too (such a column is no channel). The map of a channel is the one most of its lines
-- carry.
create table channels as
with

channel_places as (

    select
        channel,
        domain,
        mode,
        social_model,
        count(*) as count_lines

    from order_lines

    group by channel, domain, mode, social_model

),

ranked as (

    select
        *,
        row_number() over (
            partition by channel
            order by count_lines desc, domain, mode, social_model
        ) as place

    from channel_places

)

select
    row_number() over (order by ranked.channel)::smallint as channel_key,
    ranked.channel,
    -- A person's word, then the file's, then a guess from the name.
    coalesce(settled.domain, ranked.domain, guessed.domain) as domain,
    coalesce(settled.mode, ranked.mode, guessed.mode) as mode,
    coalesce(settled.social_model, ranked.social_model, guessed.social_model) as social_model,
    -- Whether any of the three is only a guess.
    coalesce(settled.domain, ranked.domain) is null and guessed.domain is not null
        or coalesce(settled.mode, ranked.mode) is null and guessed.mode is not null
        or coalesce(settled.social_model, ranked.social_model) is null
        and guessed.social_model is not null
        as is_guessed

from ranked

left join channel_map as settled
    on ranked.channel = settled.channel and not settled.is_guess

left join channel_map as guessed
    on ranked.channel = guessed.channel and guessed.is_guess

where ranked.place = 1 and ranked.channel is not null

qualify row_number() over (order by ranked.channel) <= 30000

union all

select 0::smallint, null, null, null, null, false

order by 1;

-- products: one row per thing sold (its sku, or its name where there is no sku); key 0 is "not
-- given".
create table products as
with

sold_items as (

    select
        coalesce(sku, product) as item,
        max(sku) as sku,
        max(product) as product,
        max(category) as category

    from order_lines

    where coalesce(sku, product) is not null

    group by coalesce(sku, product)

),

described as (

    select
        sku as item,
        max(product) as product,
        max(category) as category,
        max(launched_on) as launched_on,
        bool_or(is_substantive) as is_substantive,
        max(protected_until) as protected_until,
        max(protection) as protection,
        max(unit_cost) as unit_cost

    from sheet_products

    where sku is not null

    group by sku

)

select
    (row_number() over (order by sold_items.item))::integer as product_key,
    sold_items.item,
    sold_items.sku,
    coalesce(sold_items.product, described.product, sold_items.item) as product,
    coalesce(sold_items.category, described.category) as category,
    described.launched_on,
    described.is_substantive,
    described.protected_until,
    described.protection,
    described.unit_cost

from sold_items

left join described
    on sold_items.item = described.item

union all

select 0, null, null, null, null, null, null, null, null, null

order by 1;

-- keyed_lines: one row per kept line, narrow; the base of every fact.
create temp table keyed_lines as
select
    order_lines.order_key,
    order_lines.customer_id,
    order_lines.ordered_at,
    coalesce(channels.channel_key, 0) as channel_key,
    coalesce(products.product_key, 0) as product_key,
    order_lines.quantity,
    order_lines.amount,
    case
        when order_lines.amount > 0
            then (order_lines.list_price * order_lines.quantity)::decimal(18, 2)
    end as list_amount,
    order_lines.amount = 0 and order_lines.quantity > 0 and coalesce(order_lines.list_price, 0) = 0
        as is_free,
    order_lines.order_id is not null as is_ordered,
    -- What the goods cost the brand, null where nobody said; goods sent back are taken back.
    -- Doubles are far cheaper to add up, and are exact again once rounded to cents.
    coalesce(order_lines.unit_cost, products.unit_cost)::double
    * case when order_lines.amount < 0 then -abs(order_lines.quantity) else order_lines.quantity end
        as cost

from order_lines

left join channels
    on order_lines.channel = channels.channel

left join products
    on coalesce(order_lines.sku, order_lines.product) = products.item;

-- order_totals: one row per order. A purchase is an order with money left after its own refunds,
-- or, in files without amounts, with goods left. One that cost nothing brings nobody back; unless a
-- list price says that money was asked for, it was given.
create temp table order_totals as
with

led as (

    select
        *,
        case when amount > 0 then amount end as paid,
        -- Channel and product of a line in one number: an order follows its dearest line in both.
        lead_key_of(channel_key, product_key) as lead_key

    from keyed_lines

)

select
    order_key,
    max(customer_id) as customer_id,
    min(ordered_at) as ordered_at,
    coalesce(sum(amount), 0)::decimal(18, 2) as amount,
    count(*) as count_lines,
    sum(quantity)::bigint as quantity,
    coalesce(sum(amount) > 0, sum(quantity) > 0) as is_purchase,
    coalesce(bool_and(is_free), false) as is_given,
    -- The dearest line's key, in one whole number so that ties fall the same way every time.
    lead_key_behind(
        max(ranked_lead_key(least(coalesce(paid, 0) * 100, greatest_rank()), lead_key))
    ) as lead_key,
    -- Of the lines that have a list price: the others cannot tell.
    (sum(paid) filter (where list_amount is not null) >= 0.99 * sum(list_amount)) as is_full_price

from led

group by order_key;

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
        customer_id,
        product_key,
        ordered_at,
        -quantity as units

    from keyed_lines

    where quantity < 0 and coalesce(amount, 0) <= 0 and customer_id is not null and product_key > 0

)

select
    order_totals.order_key,
    sent_back.customer_id,
    sent_back.product_key,
    sent_back.ordered_at as returned_at

from order_totals

inner join sent_back
    on order_totals.customer_id = sent_back.customer_id
    and product_of(order_totals.lead_key) = sent_back.product_key

where
    order_totals.count_lines = 1
    and order_totals.is_purchase
    and order_totals.quantity <= sent_back.units
    and order_totals.ordered_at >= sent_back.ordered_at
    and order_totals.ordered_at::date - sent_back.ordered_at::date <= 30;

-- bill_orders: one row per order of nothing but lines that settle a bill, as a difference in price
-- or postage: money, and no purchase. The bit is product.price_link of parse_issues.py.
create temp table bill_orders as
with

orders_with_bill as (

    select distinct order_key

    from order_lines

    where flaws & 1073741824 <> 0

)

select order_lines.order_key

from order_lines

inner join orders_with_bill
    on order_lines.order_key = orders_with_bill.order_key

group by order_lines.order_key

having bool_and(order_lines.flaws & 1073741824 <> 0);

-- exchanges: one row per order that holds only what its customer had bought before and sent back:
-- the goods are other ones, the purchase is the old one. What is sent back under the number of its
-- own order needs no such rule, for that order then has nothing left. And one row per bill order,
-- which is no purchase either.
create temp table exchanges as
select distinct taken_again.order_key

from taken_again

inner join keyed_lines
    on taken_again.customer_id = keyed_lines.customer_id
    and taken_again.product_key = keyed_lines.product_key

where keyed_lines.quantity > 0 and keyed_lines.ordered_at < taken_again.returned_at

union

select order_key from bill_orders;

drop table taken_again;

drop table bill_orders;

create temp view order_sums as
select
    order_totals.customer_id,
    order_totals.ordered_at,
    order_totals.amount,
    order_totals.is_given,
    order_totals.lead_key,
    order_totals.is_full_price,
    order_costs.cost,
    order_costs.costed,
    order_totals.is_purchase and exchanges.order_key is null as is_purchase

from order_totals

left join order_costs
    on order_totals.order_key = order_costs.order_key

left join exchanges
    on order_totals.order_key = exchanges.order_key;

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
