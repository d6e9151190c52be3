-- One row: what the steps of the playbook have to go by in sheets and orders. Of several products
-- that were tested the one with most first answers counts. `brought_squares`: the squared numbers
-- of answers by inviter, added up.
-- Reads sheet_beta_testers, sheet_launch_tasks, sheet_event_attendance, sheet_touchpoints,
-- feedback, customer_ids, referrals, products, sales, about. Parameters: tester_sources.
with

testers as (

    -- Who stands in the sheet twice joined the first time.
    select
        coalesce(customer_id, tester_id) as person_id,
        invited_by

    from sheet_beta_testers

    where tester_id is not null

    qualify
        row_number() over (
            partition by coalesce(customer_id, tester_id)
            order by joined_on nulls last, source_file, source_row
        ) = 1

),

first_answers as (

    select
        coalesce(sku, '') as sku,
        customer_id,
        first(disappointed order by submitted_at, response_key) = 'very' as is_very

    from feedback

    where
        list_contains($tester_sources::varchar[], source)
        and disappointed is not null
        and customer_id is not null

    group by coalesce(sku, ''), customer_id

),

inviter_answers as (

    select
        first_answers.sku,
        testers.invited_by,
        count(*) as count_answers,
        count(*) filter (where first_answers.is_very) as count_very

    from first_answers

    inner join testers
        on first_answers.customer_id = testers.person_id

    group by first_answers.sku, testers.invited_by

),

tested_products as (

    select
        sku,
        sum(count_answers) filter (where invited_by is null) as count_seeds,
        sum(count_answers) filter (where invited_by is not null) as count_brought,
        sum(count_very) filter (where invited_by is not null) as count_brought_very,
        sum(count_answers * count_answers) filter (where invited_by is not null)
            as brought_squares

    from inviter_answers

    group by sku

    order by sum(count_answers) desc, sku

    limit 1

),

launched_products as (

    select products.product_key

    from products

    cross join about

    where
        products.launched_on >= about.first_on + interval 12 week
        and products.launched_on <= about.as_of
        and products.product_key in (select product_key from sales where paid > 0)

),

guests as (

    select distinct sheet_event_attendance.customer_id

    from sheet_event_attendance

    inner join customer_ids
        on sheet_event_attendance.customer_id = customer_ids.customer_id

),

codes as (

    select
        code,
        any_value(ip) as ip

    from sheet_touchpoints

    where code is not null

    group by code

),

brought_customers as (

    select
        coalesce(codes.ip, referrals.referrer_id) as ip,
        referrals.customer_key

    from referrals

    left join codes
        on referrals.referrer_id = codes.code

    where referrals.referrer_kind = 'ip'

),

year_sales as (

    select
        sum(sales.amount) as amount,
        sum(
            case when products.unit_cost is not null then sales.amount else sales.costed end
        ) as costed

    from sales

    cross join about

    left join products
        on sales.product_key = products.product_key

    where sales.month_on > about.as_of - interval 12 month

)

select
    (select count(*) from testers)::bigint as testers,
    coalesce((select count_seeds from tested_products), 0)::bigint as seeds,
    coalesce((select count_brought from tested_products), 0)::bigint as brought,
    coalesce((select count_brought_very from tested_products), 0)::bigint as brought_very,
    coalesce((select brought_squares from tested_products), 0)::bigint as brought_squares,
    (select count(*) from sheet_launch_tasks where task is not null)::bigint as launch_tasks,
    (select count(*) from launched_products)::bigint as launches,
    (select count(*) from guests)::bigint as guests,
    (select count(*) from sheet_touchpoints)::bigint as touchpoints,
    (select count(distinct ip) from brought_customers)::bigint as ips,
    (select count(*) from brought_customers)::bigint as ip_customers,
    coalesce((select costed / nullif(amount, 0) from year_sales), 0)::double as costed_share
