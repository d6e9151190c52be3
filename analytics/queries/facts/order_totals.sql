-- Table order_totals: one row per order of keyed_lines. A purchase is an order with money left
-- after its own refunds, or, in files without amounts, with goods left. One that cost nothing
-- brings nobody back; unless a list price says that money was asked for, it was given.
create or replace temp table order_totals as
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
    max(customer_no) as customer_no,
    coalesce(min(customer_no) <> max(customer_no), false) as has_several_customers,
    min(ordered_at) as ordered_at,
    coalesce(sum(amount), 0)::decimal(18, 2) as amount,
    count(*) as count_lines,
    -- Lines with which a known customer bought a product, as in bought_lines.
    count(*) filter (where is_bought and customer_no is not null) as count_bought,
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
