-- Temporary table order_reductions: one row per order whose lines do not come to what was paid, or
-- of which the file takes something off: how much is left to take off its lines, and whether they
-- then come to what was paid. A discount of the order may hold those of its lines, or be in their
-- prices already: what the file says was paid decides, else nothing is held in anything. Where the
-- file names no discounts of orders, what was paid less than the lines is one; what was paid more
-- is postage. What lines below zero take off already is not taken off again. Reads orders_paid.
-- Parameters: has_order_discount.
create or replace temp table order_reductions as
with

sums as (

    select
        *,
        gross - line_discounts as net,
        coalesce(order_discount, 0) as discount

    from orders_paid

),

settled as (

    select
        order_id,
        deductions,
        net,
        paid,
        case
            when deductions < 0 and abs(net + deductions - paid) < 0.015 then 0
            when not $has_order_discount
                then case when paid > 0 and paid < net - 0.005 then net - paid else 0 end
            when paid is null or abs(net - discount - paid) < 0.015 then discount
            when abs(gross - discount - paid) < 0.015 then discount - line_discounts
            when abs(net - paid) < 0.015 then 0
            else discount
        end as reduction

    from sums

),

reductions as (

    select
        *,
        $has_order_discount
        and abs(net - reduction - paid) >= 0.015
        and abs(net + deductions - reduction - paid) >= 0.015 as is_unequal

    from settled

)

select
    order_id,
    net,
    paid,
    least(reduction, net)::decimal(18, 2) as reduction,
    is_unequal

from reductions

where reduction <> 0 or is_unequal;
