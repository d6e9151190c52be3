-- One row per month of the first purchase: customers watched for the whole window after it, and
-- those of them who sent something back within it. A line is sent back with a negative quantity,
-- money back, or a reason for it.
-- Reads customers and the lines themselves. Parameters: folder, window_days, start, end, channels,
-- products (all of the first purchase).
with

return_dates as (

    select distinct
        lines.customer_id,
        lines.ordered_at::date as ordered_on

    from order_lines_of($folder) as lines

    where
        (lines.quantity < 0 or lines.amount < 0 or lines.return_reason is not null)
        and lines.customer_id is not null

),

returners as (

    select distinct customers.customer_key

    from return_dates

    inner join customer_ids
        on return_dates.customer_id = customer_ids.customer_id

    inner join customers
        on customer_ids.customer_key = customers.customer_key

    where
        return_dates.ordered_on
        between customers.first_on and customers.first_on + $window_days::integer

)

select
    date_trunc('month', customers.first_on)::date as month_on,
    count(*)::bigint as eligible,
    count(returners.customer_key)::bigint as returners

from customers

cross join about

left join returners
    on customers.customer_key = returners.customer_key

where
    customers.first_on <= about.as_of - $window_days::integer
    and (
        -- include shared/first_purchase_in_scope with row = customers
    )

group by date_trunc('month', customers.first_on)::date

order by month_on
