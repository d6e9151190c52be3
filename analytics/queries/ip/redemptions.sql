-- One row per code of an IP and week (from Monday) in which orders name it: orders that are
-- the first of customers whom it brought, later orders of theirs, orders of customers who had
-- bought before without it, of nobody known, and all; of the first the money with a list price
-- beside it, and what the list says.
-- Reads the lines themselves, customer_ids, customers, referrals, channels, products. Parameters:
-- folder, start, end, channels, products (all of the order).
with

code_lines as (

    select
        lines.order_key,
        lines.customer_id,
        lines.ordered_at::date as ordered_on,
        lines.referrer_id,
        lines.amount,
        lines.list_price * lines.quantity as list_amount

    from order_lines_of($folder) as lines

    where
        lines.referrer_kind = 'ip'
        and lines.referrer_id is not null
        and coalesce(lines.quantity, 1) > 0
        and coalesce(lines.amount, 0) >= 0
        and ($start::date is null or lines.ordered_at >= $start::date)
        and ($end::date is null or lines.ordered_at < $end::date + interval 1 month)
        and (
            $channels::varchar[] is null
            or list_contains($channels::varchar[], lines.channel)
        )
        and (
            $products::varchar[] is null
            or list_contains($products::varchar[], coalesce(lines.sku, lines.product))
        )

),

code_orders as (

    select
        order_key,
        referrer_id,
        min(customer_id) as customer_id,
        min(ordered_on) as ordered_on,
        sum(amount) filter (where list_amount > 0) as amount,
        sum(list_amount) filter (where list_amount > 0 and amount is not null) as list_amount

    from code_lines

    group by order_key, referrer_id

),

judged_orders as (

    select
        code_orders.*,
        customers.customer_key is not null
        and coalesce(referrals.referrer_id = code_orders.referrer_id, false) as is_brought,
        customers.first_on

    from code_orders

    left join customer_ids
        on code_orders.customer_id = customer_ids.customer_id

    left join customers
        on customer_ids.customer_key = customers.customer_key

    left join referrals
        on customers.customer_key = referrals.customer_key
        and referrals.referrer_kind = 'ip'

)

select
    referrer_id::varchar as code,
    date_trunc('week', ordered_on)::date as week_on,
    (count(*) filter (where is_brought and ordered_on = first_on))::bigint as first_orders,
    (count(*) filter (where is_brought and ordered_on > first_on))::bigint as own_orders,
    (
        count(*) filter (where not is_brought and ordered_on > first_on)
    )::bigint as existing_orders,
    (count(*) filter (where first_on is null))::bigint as unknown_orders,
    count(*)::bigint as orders,
    coalesce(sum(amount) filter (where is_brought and ordered_on = first_on), 0)::double as amount,
    (
        coalesce(sum(list_amount) filter (where is_brought and ordered_on = first_on), 0)
    )::double as list_amount

from judged_orders

group by code, week_on

order by code, week_on
