-- Table money: one row per month, product and channel (0 = not given): where the list price of its
-- lines went, all sums of money exact. What was sent back belongs to the month of its order. Built
-- after facts/sales.sql. Written in the portable subset.
-- Reads keyed_lines and order_totals.
create table money as
with

-- What was paid before anything went back; a line may say so itself (`refunded`).
paid_lines as (

    select
        order_key,
        ordered_at,
        product_key,
        channel_key,
        quantity,
        amount,
        full_amount,
        commission,
        cost,
        coalesce(refunded, 0) as own_refund,
        amount + coalesce(refunded, 0) as paid

    from keyed_lines

    where amount is not null and not (amount = 0 and quantity = 0)

),

line_kinds as (

    select
        *,
        case
            when paid > 0 then 'sold'
            when paid < 0 then 'returned'
            when quantity > 0 then 'given'
        end as kind,
        -- More than was paid is no commission: a rate in its place, or the order's on a line.
        coalesce(commission > paid and paid > 0, false) as is_excess

    from paid_lines

),

dated_lines as (

    select
        line_kinds.*,
        line_kinds.ordered_at as counted_at

    from line_kinds

    where line_kinds.kind in ('sold', 'given')

    union all

    -- An order is as old as its first line.
    select
        line_kinds.*,
        order_totals.ordered_at as counted_at

    from line_kinds

    inner join order_totals
        on line_kinds.order_key = order_totals.order_key

    where line_kinds.kind = 'returned'

),

monthly_lines as (

    select
        *,
        year(counted_at) * 12 + month(counted_at) - 1 as month_number,
        kind = 'sold' as is_sold,
        kind = 'given' as is_given,
        case when kind = 'sold' then coalesce(full_amount, paid) end as listed,
        case when not is_excess then commission end as counted_commission

    from dated_lines

)

select
    make_date((month_number // 12)::integer, (month_number % 12 + 1)::integer, 1) as month_on,
    product_key,
    channel_key,
    (count(*) filter (where is_sold))::integer as count_lines,
    coalesce(sum(quantity) filter (where is_sold), 0)::bigint as units,
    coalesce(sum(listed), 0)::decimal(18, 2) as list_amount,
    coalesce(sum(paid) filter (where is_sold), 0)::decimal(18, 2) as paid,
    (
        coalesce(sum(own_refund) filter (where is_sold), 0)
        - coalesce(sum(amount) filter (where kind = 'returned'), 0)
    )::decimal(18, 2) as refunded,
    -- Lines without a list price count at what was paid.
    (count(*) filter (where is_sold and full_amount is null))::integer as count_unlisted_lines,
    (coalesce(sum(paid) filter (where is_sold and full_amount is null), 0))::decimal(18, 2)
        as unlisted_paid,
    (count(*) filter (where is_sold and paid > full_amount))::integer as count_raised_lines,
    (coalesce(sum(paid - full_amount) filter (where is_sold and paid > full_amount), 0))
        ::decimal(18, 2) as raised,
    coalesce(sum(counted_commission), 0)::decimal(18, 2) as commission,
    (coalesce(sum(paid) filter (where is_sold and counted_commission is not null), 0))
        ::decimal(18, 2) as charged_paid,
    (count(*) filter (where is_excess))::integer as count_excess_lines,
    (coalesce(sum(commission) filter (where is_excess), 0))::decimal(18, 2) as excess_commission,
    (coalesce(sum(cost) filter (where not is_given), 0))::decimal(18, 2) as goods_cost,
    (coalesce(sum(paid) filter (where is_sold and cost is not null), 0))::decimal(18, 2)
        as costed_paid,
    (coalesce(sum(quantity) filter (where is_sold and cost is not null), 0))::bigint
        as costed_units,
    (coalesce(sum(cost) filter (where is_sold), 0))::decimal(18, 2) as sold_cost,
    (coalesce(sum(quantity) filter (where is_given), 0))::bigint as given_units,
    (coalesce(sum(quantity) filter (where is_given and cost is not null), 0))::bigint
        as priced_given_units,
    (coalesce(sum(cost) filter (where is_given), 0))::decimal(18, 2) as given_cost

from monthly_lines

group by month_number, product_key, channel_key

order by month_on, product_key, channel_key
