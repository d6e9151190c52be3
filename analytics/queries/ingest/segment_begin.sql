-- Tables segment_customers and segment_orders: whom a segment holds, and every order of theirs. An
-- order is its customer's with all its lines, also those on which the customer is not named again.
-- Parameters: folder, people.
create or replace temp table segment_customers as
select distinct customer_id

from read_parquet($people);

create or replace temp table segment_orders as
select order_key

from order_lines_of($folder)

group by order_key

having max(customer_id) in (select customer_id from segment_customers);
