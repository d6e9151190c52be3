-- One row per month: lines paid for, those with a list price, and their money at list price and as
-- paid, in all and of what went at full price (98 % of the list price and more). Gifts are in none
-- of them.
-- Reads sales. Parameters: start, end, channels, products.
select
    month_on::date as month_on,
    sum(count_paid_lines)::bigint as count_paid_lines,
    sum(count_listed_lines)::bigint as count_listed_lines,
    sum(listed_paid)::double as listed_paid,
    sum(list_amount)::double as list_amount,
    sum(full_price_paid)::double as full_price_paid,
    sum(full_price_list_amount)::double as full_price_list_amount,
    sum(listed_squared)::double as listed_squared,
    sum(full_price_squared)::double as full_price_squared

from sales

where
    -- include shared/sale_in_scope with row = sales

group by month_on

order by month_on
