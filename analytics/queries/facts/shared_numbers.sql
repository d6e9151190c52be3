-- Table keyed_lines anew, one row per kept line: an order number that belongs to several customers
-- is not one order, but one of each customer; lines of it without a customer are one more. Reads
-- the tables keyed_lines and order_totals; the latter is to be built again behind it.
create or replace temp table keyed_lines as
select
    keyed_lines.* replace (
        case
            when shared.order_key is not null and keyed_lines.customer_no is not null
                then keyed_lines.order_key || ' ' || people.customer_id
            else keyed_lines.order_key
        end as order_key
    )

from keyed_lines

left join order_totals as shared
    on keyed_lines.order_key = shared.order_key and shared.has_several_customers

left join people
    on keyed_lines.customer_no = customer_number(people.customer_id);
