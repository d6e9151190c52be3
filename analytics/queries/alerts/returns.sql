-- One row per whole week (its Monday) of first purchases: customers, and those who bought again
-- within 30 and within 90 days.
-- Reads customers, channels, products, about. Parameters: channels, products.
with

first_weeks as (

    select
        (customers.first_on - date '1900-01-01') // 7 as week_number,
        count(*) as count_customers,
        count(*) filter (where customers.second_on - customers.first_on <= 30) as count_back_30,
        count(*) filter (where customers.second_on - customers.first_on <= 90) as count_back_90

    from customers

    where
        -- include shared/acquisition_in_scope with row = customers

    group by (customers.first_on - date '1900-01-01') // 7

)

select
    (date '1900-01-01' + (first_weeks.week_number * 7)::integer)::date as week_on,
    first_weeks.count_customers::bigint as count_customers,
    first_weeks.count_back_30::bigint as count_back_30,
    first_weeks.count_back_90::bigint as count_back_90

from first_weeks

cross join about

where
    date '1900-01-01' + (first_weeks.week_number * 7)::integer >= about.first_on
    and date '1900-01-01' + (first_weeks.week_number * 7)::integer + 6 <= about.as_of

order by week_on
