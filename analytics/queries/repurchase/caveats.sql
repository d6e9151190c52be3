-- One row: what in the orders makes histories of customers doubtful. Money is net; a silent stretch
-- is months without an order between two with one.
-- Reads customers, customer_ids, orders_by_month, about.
with

largest as (

    select
        customer_ids.customer_id,
        customers.count_orders

    from customers

    inner join customer_ids
        on customers.customer_key = customer_ids.customer_key

    order by customers.count_orders desc, customer_ids.customer_id

    limit 1

),

people as (

    select
        count(*) as customers,
        sum(count_orders) as orders,
        count(case when count_days > 1 then 1 end) as repeaters,
        count(case when amount < 0 then 1 end) as negative_customers

    from customers

),

monthly as (

    select
        month_on,
        sum(count_purchases) as purchases,
        sum(count_guest_purchases) as guest_purchases,
        sum(amount) as amount,
        lead(month_on) over (order by month_on) as next_on

    from orders_by_month

    group by month_on

),

months as (

    select
        count(*) as months,
        sum(purchases) as purchases,
        sum(guest_purchases) as guest_purchases,
        count(case when amount < 0 then 1 end) as negative_months

    from monthly

),

silence as (

    select
        month_on + interval 1 month as silent_from,
        next_on - interval 1 day as silent_until,
        date_diff('month', month_on, next_on) - 1 as silent_months

    from monthly

    where next_on is not null

    order by silent_months desc, month_on

    limit 1

),

newcomers as (

    select
        date_trunc('month', first_on)::date as month_on,
        count(*) as customers

    from customers

    group by date_trunc('month', first_on)

),

numbered_months as (

    select
        customers,
        row_number() over (order by month_on) as place

    from newcomers

)

select
    people.customers::bigint as customers,
    people.orders::bigint as orders,
    people.repeaters::bigint as repeaters,
    people.negative_customers::bigint as negative_customers,
    months.months::integer as months,
    months.purchases::bigint as purchases,
    months.guest_purchases::bigint as guest_purchases,
    months.negative_months::integer as negative_months,
    largest.customer_id::varchar as largest_id,
    largest.count_orders::bigint as largest_orders,
    silence.silent_from::date as silent_from,
    silence.silent_until::date as silent_until,
    coalesce(silence.silent_months, 0)::integer as silent_months,
    (select max(customers) from numbered_months where place <= 2)::bigint as new_at_first,
    (select median(customers) from numbered_months where place > 3)::double as new_later,
    (select count(*) from numbered_months where place > 3)::integer as months_later,
    about.first_on::date as first_on,
    about.last_on::date as last_on

from people

cross join months

cross join about

left join largest on true

left join silence on true
