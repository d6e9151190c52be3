-- View `staged` with a refund that stands on every line of its order shared out over these lines by
-- their money, to the cent. Also the table staged_with_order_refunds it reads.
-- Parameters: spellings, number_manners.
create or replace temp table staged_with_order_refunds as
-- include ingest/order_total_shared_out with column = refund_amount
;

create or replace temp view staged as

select * from staged_with_order_refunds;
