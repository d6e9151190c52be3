-- Builds, after facts/sales.sql and before facts/prices.sql, what facts/customers.sql needs of the lines: customer_ids,
-- and bought_days, of which it makes product_days. Written in the portable subset.
-- Reads keyed_lines, order_totals, exchanges and order_sums.

-- customer_ids: one row per identified customer with a purchase; apart, for facts need no text.
create table customer_ids as
select
    customer_id,
    (row_number() over (order by customer_id))::integer as customer_key

from (select distinct customer_id from order_sums where customer_id is not null and is_purchase) as seen

order by customer_id;

-- bought_days: one row per identified customer, product and day on which it was bought, whatever else was in the
-- order. Gifts and returned lines are no choice of the buyer (as in basket_lines); an exchange is no purchase. Customer
-- and day are one number, so that many rows are cheap to tell apart and to sort.
create temp table bought_days as
with

idle_orders as (

    select order_key from order_totals where not is_purchase

    union all

    select order_key from exchanges

)

select distinct
    keyed_lines.product_key,
    customer_ids.customer_key::bigint * 65536 + (keyed_lines.ordered_at::date - date '1900-01-01') as customer_day

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
