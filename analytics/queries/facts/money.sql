-- Builds, after facts/sales.sql, the table money. Written in the portable subset.
-- Reads keyed_lines and order_totals.

-- paid_lines: one row per line with money or goods. `paid` is what was paid before anything went
-- back; a line may say so itself (`refunded`). Above nothing the line was sold, below it came back,
-- and goods for nothing were given away. A view, for what is read four times is else written down.
create temp view paid_lines as
select
    order_key,
    year(ordered_at) * 12 + month(ordered_at) - 1 as month_number,
    product_key,
    channel_key,
    quantity,
    amount,
    full_amount,
    commission,
    cost,
    refunded,
    case when refunded is null then amount else amount + refunded end as paid

from keyed_lines

where amount <> 0 or (amount = 0 and quantity <> 0);

-- money: one row per month, product and channel (0 = not given): where the list price of its lines
-- went, all sums of money exact. What was sent back belongs to the month of its order.
create table money as
with

-- One row per month, product and channel of what was sold; apart from the rest, for a sum over all
-- lines costs as much as one over the few that need it.
sold_cells as (

    select
        month_number,
        product_key,
        channel_key,
        count(*) as count_lines,
        sum(quantity) as units,
        sum(full_amount) as full_amount,
        sum(paid) as paid,
        sum(refunded) as refunded,
        sum(cost) as cost,
        sum(case when cost is not null then paid end) as costed_paid,
        sum(case when cost is not null then quantity end) as costed_units

    from paid_lines

    where paid > 0

    group by month_number, product_key, channel_key

),

-- Lines sold without a list price count at what was paid. More commission than was paid is none: a
-- rate in its place, or the order's on a line.
marked_cells as (

    select
        month_number,
        product_key,
        channel_key,
        count(*) filter (where full_amount is null) as count_unlisted_lines,
        sum(case when full_amount is null then paid end) as unlisted_paid,
        count(*) filter (where paid > full_amount) as count_raised_lines,
        sum(case when paid > full_amount then paid - full_amount end) as raised,
        sum(case when commission <= paid then commission end) as commission,
        sum(case when commission <= paid then paid end) as charged_paid,
        count(*) filter (where commission > paid) as count_excess_lines,
        sum(case when commission > paid then commission end) as excess_commission

    from paid_lines

    where paid > 0 and (full_amount is null or paid > full_amount or commission is not null)

    group by month_number, product_key, channel_key

),

unsold_lines as (

    select
        month_number,
        product_key,
        channel_key,
        null as returned,
        commission,
        null as returned_cost,
        quantity as given_units,
        case when cost is not null then quantity end as priced_given_units,
        cost as given_cost

    from paid_lines

    where paid = 0 and quantity > 0

    union all

    -- An order is as old as its first line.
    select
        year(order_totals.ordered_at) * 12 + month(order_totals.ordered_at) - 1,
        paid_lines.product_key,
        paid_lines.channel_key,
        paid_lines.amount,
        paid_lines.commission,
        paid_lines.cost,
        null,
        null,
        null

    from paid_lines

    inner join order_totals
        on paid_lines.order_key = order_totals.order_key

    where paid_lines.amount < 0 and paid_lines.paid < 0

),

unsold_cells as (

    select
        month_number,
        product_key,
        channel_key,
        sum(returned) as returned,
        sum(commission) as commission,
        sum(returned_cost) as returned_cost,
        sum(given_units) as given_units,
        sum(priced_given_units) as priced_given_units,
        sum(given_cost) as given_cost

    from unsold_lines

    group by month_number, product_key, channel_key

)

select
    make_date((month_number // 12)::integer, (month_number % 12 + 1)::integer, 1) as month_on,
    product_key,
    channel_key,
    coalesce(sold_cells.count_lines, 0)::integer as count_lines,
    coalesce(sold_cells.units, 0)::bigint as units,
    (coalesce(sold_cells.full_amount, 0) + coalesce(marked_cells.unlisted_paid, 0))
        ::decimal(18, 2) as list_amount,
    coalesce(sold_cells.paid, 0)::decimal(18, 2) as paid,
    (coalesce(sold_cells.refunded, 0) - coalesce(unsold_cells.returned, 0))::decimal(18, 2)
        as refunded,
    coalesce(marked_cells.count_unlisted_lines, 0)::integer as count_unlisted_lines,
    coalesce(marked_cells.unlisted_paid, 0)::decimal(18, 2) as unlisted_paid,
    coalesce(marked_cells.count_raised_lines, 0)::integer as count_raised_lines,
    coalesce(marked_cells.raised, 0)::decimal(18, 2) as raised,
    (coalesce(marked_cells.commission, 0) + coalesce(unsold_cells.commission, 0))
        ::decimal(18, 2) as commission,
    coalesce(marked_cells.charged_paid, 0)::decimal(18, 2) as charged_paid,
    coalesce(marked_cells.count_excess_lines, 0)::integer as count_excess_lines,
    coalesce(marked_cells.excess_commission, 0)::decimal(18, 2) as excess_commission,
    (coalesce(sold_cells.cost, 0) + coalesce(unsold_cells.returned_cost, 0))::decimal(18, 2)
        as goods_cost,
    coalesce(sold_cells.costed_paid, 0)::decimal(18, 2) as costed_paid,
    coalesce(sold_cells.costed_units, 0)::bigint as costed_units,
    coalesce(sold_cells.cost, 0)::decimal(18, 2) as sold_cost,
    coalesce(unsold_cells.given_units, 0)::bigint as given_units,
    coalesce(unsold_cells.priced_given_units, 0)::bigint as priced_given_units,
    coalesce(unsold_cells.given_cost, 0)::decimal(18, 2) as given_cost

from sold_cells

full join marked_cells using (month_number, product_key, channel_key)

full join unsold_cells using (month_number, product_key, channel_key)

order by month_on, product_key, channel_key
