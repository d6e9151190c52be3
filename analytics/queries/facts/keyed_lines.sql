-- Tables channels, products, people, and keyed_lines: one row per kept line, narrow, the base of
-- every fact. Read after it by facts/order_totals.sql and facts/sales.sql. Written in the portable
-- subset but for a hash and a variable. Reads the view order_lines (one row per kept line) and the
-- tables of the extra sheets.

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

-- people: one row per customer that a line names.
create temp table people as
select distinct customer_id

from order_lines

where customer_id is not null;

-- Lines and orders know customers by a number, for texts are dear to join and to group. It is a
-- hash, so that no line need look it up; where two customers would share one, another is taken.
set variable customer_salt = (
    select case when count(distinct plain_number(customer_id)) = count(*) then '' else 'another' end

    from people
);

-- keyed_lines: one row per kept line, narrow; the base of every fact.
create temp table keyed_lines as
select
    order_lines.order_key,
    case when order_lines.customer_id is not null then customer_number(order_lines.customer_id) end
        as customer_no,
    order_lines.ordered_at,
    coalesce(channels.channel_key, 0) as channel_key,
    coalesce(products.product_key, 0) as product_key,
    order_lines.quantity,
    order_lines.amount,
    case
        when order_lines.amount > 0
            then (order_lines.list_price * order_lines.quantity)::decimal(18, 2)
    end as list_amount,
    -- What the line would come to at list price, whatever was paid for it.
    case
        when order_lines.list_price > 0
            then (order_lines.list_price * order_lines.quantity)::decimal(18, 2)
    end as full_amount,
    order_lines.refunded,
    order_lines.commission,
    order_lines.amount = 0 and order_lines.quantity > 0 and coalesce(order_lines.list_price, 0) = 0
        as is_free,
    order_lines.order_id is not null as is_ordered,
    -- Gifts and returned lines are no choice of the buyer.
    coalesce(
        products.product_key > 0
        and order_lines.quantity > 0
        and (order_lines.amount is null or order_lines.amount > 0),
        false
    ) as is_bought,
    -- The bit is product.price_link of parse_issues.py.
    order_lines.flaws & 1073741824 <> 0 as settles_bill,
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
