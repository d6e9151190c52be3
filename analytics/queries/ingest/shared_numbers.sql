-- One row: how many order numbers of some Parquet parts belong to several customers, and the first
-- of them; how many stand on sales of one customer more than `most_days` apart, and the first of
-- them with its days. Among the first `most` lines of all. Parameters: paths, fatal, most,
-- most_days.
with

numbered as (

    select
        order_id,
        customer_id,
        ordered_at::date as ordered_on

    from read_parquet($paths::varchar[], union_by_name = true)

    where
        order_id is not null
        and flaws & $fatal = 0
        and coalesce(amount, quantity) > 0

    limit $most

),

numbers as (

    select
        order_id,
        count(distinct customer_id) as count_customers

    from numbered

    group by order_id

),

orders as (

    select
        order_id,
        customer_id,
        min(ordered_on) as first_on,
        max(ordered_on) as last_on

    from numbered

    group by order_id, customer_id

)

select
    (count(*) filter (where count_customers > 1))::bigint as count_shared,
    (min(order_id) filter (where count_customers > 1))::varchar as example_shared,
    (
        select count(*)
        from orders
        where last_on - first_on > $most_days
    )::bigint as count_long,
    (
        select min(order_id || ': ' || first_on::varchar || ' / ' || last_on::varchar)
        from orders
        where last_on - first_on > $most_days
    )::varchar as example_long

from numbers
