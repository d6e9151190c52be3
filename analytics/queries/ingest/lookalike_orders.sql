-- One row: how many lines of two Parquet parts of orders have other order numbers and the same day,
-- money and digits, how many lines the shorter part has, and the first two numbers that look alike.
-- Zeros in front, a tail .0, letters and signs do not count. Among the first `most` lines of each.
-- Parameters: older, newer, fatal, most.
with

older as (

    select
        order_id,
        ordered_at::date as day,
        amount,
        ltrim(regexp_replace(regexp_replace(order_id, '\.0$', ''), '\D', '', 'g'), '0') as digits

    from read_parquet($older)

    where flaws & $fatal = 0 and order_id is not null

    limit $most

),

newer as (

    select
        order_id,
        ordered_at::date as day,
        amount,
        ltrim(regexp_replace(regexp_replace(order_id, '\.0$', ''), '\D', '', 'g'), '0') as digits

    from read_parquet($newer)

    where flaws & $fatal = 0 and order_id is not null

    limit $most

),

alike as (

    select distinct
        older.order_id as older_id,
        newer.order_id as newer_id

    from older

    inner join newer
        on older.digits = newer.digits
        and older.day = newer.day
        and older.amount = newer.amount
        and older.order_id <> newer.order_id

    where older.digits <> ''

)

select
    (select count(*) from alike)::bigint as count_alike,
    least(
        (select count(distinct order_id) from older), (select count(distinct order_id) from newer)
    )::bigint as count_orders,
    (select min_by(older_id || ' = ' || newer_id, older_id) from alike)::varchar as example
