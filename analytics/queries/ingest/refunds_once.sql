-- View `staged` without the refunds in the column of those orders whose refunds have rows of their
-- own.
-- Parameters: orders.
set variable refunded_in_rows = $orders::varchar[];

drop view if exists staged_with_refunds;

alter view staged rename to staged_with_refunds;

create temp view staged as

select * replace (
    case
        when not list_contains(getvariable('refunded_in_rows'), id(order_id)) then refund_amount
    end as refund_amount
)

from staged_with_refunds;
