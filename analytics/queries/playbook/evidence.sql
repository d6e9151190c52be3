-- One row: what the steps of the playbook have to go by in sheets and orders.
-- Reads sheet_launch_tasks, sheet_touchpoints, products, sales, about.
with

launched_products as (

    select products.product_key

    from products

    cross join about

    where
        products.launched_on >= about.first_on + interval 12 week
        and products.launched_on <= about.as_of
        and products.product_key in (select product_key from sales where paid > 0)

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
    (select count(*) from sheet_launch_tasks where task is not null)::bigint as launch_tasks,
    (select count(*) from launched_products)::bigint as launches,
    (select count(*) from sheet_touchpoints)::bigint as touchpoints,
    coalesce((select costed / nullif(amount, 0) from year_sales), 0)::double as costed_share
