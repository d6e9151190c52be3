-- Tables segment_customers and segment_orders: whom a segment holds, and the orders whose lines
-- without a customer are theirs too. A number that belongs to several customers says nothing of
-- them. Parameters: folder, people.
create or replace temp table segment_customers as
select distinct customer_id

from read_parquet($people);

create or replace temp table segment_orders as
select order_key

from order_lines_of($folder)

group by order_key

having
    min(customer_id) = max(customer_id)
    and max(customer_id) in (select customer_id from segment_customers);
