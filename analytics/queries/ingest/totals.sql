-- One row: what the orders of a version come to as they stand; dates are null without orders,
-- money where no line has any.
-- Reads about, orders_by_month.
select
    about.count_lines::bigint as lines,
    (select coalesce(sum(count_orders), 0) from orders_by_month)::bigint as orders,
    about.count_customers::bigint as customers,
    (case when about.count_amount_lines > 0 then about.amount end)::double as amount,
    about.first_on::varchar as first_on,
    about.last_on::varchar as last_on

from about
