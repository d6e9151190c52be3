-- One row per product: paid revenue and paid lines in each domain, over 12 months.
-- Reads sales, channels, products, about.
select
    products.item::varchar as item,
    (coalesce(sum(sales.paid) filter (where channels.domain = 'private'), 0))::double as private_paid,
    (coalesce(sum(sales.paid) filter (where channels.domain = 'public'), 0))::double as public_paid,
    (coalesce(sum(sales.count_paid_lines) filter (where channels.domain = 'public'), 0))::bigint
        as public_lines

from sales

inner join channels
    on sales.channel_key = channels.channel_key

inner join products
    on sales.product_key = products.product_key

cross join about

where
    sales.month_on > about.as_of - interval 12 month
    and channels.domain is not null
    and products.item is not null

group by products.item

order by item
