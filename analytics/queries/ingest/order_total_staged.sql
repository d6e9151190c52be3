-- View `staged` with the amount as what was paid for the whole order: where a line has a price,
-- that makes its own money.
drop view if exists staged_with_totals;

alter view staged rename to staged_with_totals;

create temp view staged as

select * replace (
    case when unit_price is null or prefix(trim(amount), '-') then amount end as amount,
    amount as order_paid
)

from staged_with_totals;
