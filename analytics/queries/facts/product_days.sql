-- Builds, after facts/sales.sql and before facts/prices.sql, what facts/customers.sql needs of the
-- lines: customer_ids, and bought_lines, of which it makes product_days. Written in the portable
-- subset.
-- Reads keyed_lines, order_totals, exchanges and order_sums.

-- customer_ids: one row per identified customer with a purchase; apart, for facts need no text.
create table customer_ids as
select
    customer_id,
    (row_number() over (order by customer_id))::integer as customer_key

from (
    select distinct customer_id

    from order_sums

    where customer_id is not null and is_purchase
) as seen

order by customer_id;

-- bought_lines: one row per line of a purchase of an identified customer with which a product was
-- bought, whatever else was in the order. Gifts and returned lines are no choice of the buyer (as
-- in basket_lines); an exchange is no purchase.
create temp table bought_lines as
with

idle_orders as (

    select order_key from order_totals where not is_purchase

    union all

    select order_key from exchanges

)

select
    customer_ids.customer_key,
    keyed_lines.product_key,
    keyed_lines.ordered_at::date as ordered_on

from keyed_lines

inner join customer_ids
    on keyed_lines.customer_id = customer_ids.customer_id

left join idle_orders
    on keyed_lines.order_key = idle_orders.order_key

where
    idle_orders.order_key is null
    and keyed_lines.product_key > 0
    and keyed_lines.quantity > 0
    and (keyed_lines.amount is null or keyed_lines.amount > 0);
