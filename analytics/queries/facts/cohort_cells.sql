-- Builds the cohort cubes, after facts/customers.sql. Written in the portable subset.
-- Reads purchases. Parameters: least_purchases (rows of purchases that make a product celled).

-- celled_products: one row per product that brought so many that its cohorts are added up
-- beforehand. Of the others `purchases` has few rows, and is read in their order.
create table celled_products as
select acq_product_key as product_key

from purchases

where acq_product_key > 0

group by acq_product_key

having count(*) >= $least_purchases

order by product_key;

-- own_cells: one row per grain, cohort, index, acquisition channel and celled product, null of all
-- others. A customer counts once in a period: on the first of the purchase days in it. `comers` are
-- those whose first purchase after the cohort's period fell in this one: added up over the index,
-- whoever has come back so far.
create temp table own_cells as
with

-- Periods as numbers in a row: far cheaper to make and to compare than their first days.
numbered as (

    select
        year(first_on) * 12 + month(first_on) - 1 as first_month,
        year(ordered_on) * 12 + month(ordered_on) - 1 as this_month,
        year(previous_on) * 12 + month(previous_on) - 1 as previous_month,
        (first_on - date '1900-01-01') // 7 as first_week,
        (ordered_on - date '1900-01-01') // 7 as this_week,
        (previous_on - date '1900-01-01') // 7 as previous_week,
        purchases.acq_channel_key,
        celled_products.product_key,
        purchases.first_in,
        purchases.count_orders,
        purchases.amount,
        purchases.costed,
        purchases.cost

    from purchases

    left join celled_products
        on purchases.acq_product_key = celled_products.product_key

),

-- Months first, for few rows are left of them, and longer periods are made of months.
months as (

    select
        first_month,
        this_month,
        acq_channel_key,
        product_key,
        count(*) filter (where first_in & 2 > 0) as count_first_in_month,
        count(*) filter (where first_in & 4 > 0) as count_first_in_quarter,
        count(*) filter (where first_in & 8 > 0) as count_first_in_year,
        count(*) filter (
            where previous_month = first_month and this_month > first_month
        ) as month_comers,
        count(*) filter (
            where previous_month // 3 = first_month // 3 and this_month // 3 > first_month // 3
        ) as quarter_comers,
        count(*) filter (
            where previous_month // 12 = first_month // 12 and this_month // 12 > first_month // 12
        ) as year_comers,
        sum(count_orders) as count_orders,
        sum(amount) as amount,
        sum(costed) as costed,
        sum(cost) as cost

    from numbered

    group by first_month, this_month, acq_channel_key, product_key

),

weeks as (

    select
        first_week,
        this_week,
        acq_channel_key,
        product_key,
        count(*) filter (where first_in & 1 > 0) as count_first_in_week,
        count(*) filter (
            where previous_week = first_week and this_week > first_week
        ) as week_comers,
        sum(count_orders) as count_orders,
        sum(amount) as amount,
        sum(costed) as costed,
        sum(cost) as cost

    from numbered

    group by first_week, this_week, acq_channel_key, product_key

),

spread as (

    select
        'month' as grain,
        first_month as cohort,
        this_month - first_month as index,
        acq_channel_key,
        product_key,
        count_first_in_month as count_customers,
        month_comers as comers,
        count_orders,
        amount,
        costed,
        cost

    from months

    union all

    select
        'quarter',
        first_month // 3,
        this_month // 3 - first_month // 3,
        acq_channel_key,
        product_key,
        count_first_in_quarter,
        quarter_comers,
        count_orders,
        amount,
        costed,
        cost

    from months

    union all

    select
        'year',
        first_month // 12,
        this_month // 12 - first_month // 12,
        acq_channel_key,
        product_key,
        count_first_in_year,
        year_comers,
        count_orders,
        amount,
        costed,
        cost

    from months

    union all

    select
        'week',
        first_week,
        this_week - first_week,
        acq_channel_key,
        product_key,
        count_first_in_week,
        week_comers,
        count_orders,
        amount,
        costed,
        cost

    from weeks

),

summed as (

    select
        grain,
        cohort,
        index,
        acq_channel_key,
        product_key,
        sum(count_customers) as customers,
        sum(comers) as comers,
        sum(count_orders) as orders,
        sum(amount) as revenue,
        sum(costed) as costed,
        sum(cost) as cost

    from spread

    group by grain, cohort, index, acq_channel_key, product_key

)

select * from summed;

-- cohort_cells: one row per grain, cohort, index and acquisition channel.
create table cohort_cells as
select
    grain,
    (
        -- include facts/cohort_first_day
    )::date as cohort_on,
    index::integer as index,
    acq_channel_key,
    sum(customers)::integer as customers,
    sum(comers)::integer as comers,
    sum(orders)::integer as orders,
    sum(revenue)::decimal(18, 2) as revenue,
    sum(costed)::decimal(18, 2) as costed,
    sum(cost)::decimal(18, 2) as cost

from own_cells

group by grain, cohort, index, acq_channel_key

order by grain, cohort_on, index, acq_channel_key;

-- product_cells: one row per grain, celled product, cohort, index and acquisition channel, as in
-- cohort_cells.
create table product_cells as
select
    grain,
    product_key as acq_product_key,
    (
        -- include facts/cohort_first_day
    )::date as cohort_on,
    index::integer as index,
    acq_channel_key,
    customers::integer as customers,
    comers::integer as comers,
    orders::integer as orders,
    revenue::decimal(18, 2) as revenue,
    costed::decimal(18, 2) as costed,
    cost::decimal(18, 2) as cost

from own_cells

where product_key is not null

order by grain, acq_product_key, cohort_on, index, acq_channel_key;

drop table own_cells;
