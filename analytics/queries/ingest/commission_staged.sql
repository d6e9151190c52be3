-- View `staged` with a commission that stands on every line of its order shared out over these
-- lines by their money, to the cent. Also the table staged_with_order_commissions it reads.
-- Parameters: spellings, number_manners.
create or replace temp table staged_with_order_commissions as
-- include ingest/order_total_shared_out with column = commission
;

create or replace temp view staged as

select * from staged_with_order_commissions;
